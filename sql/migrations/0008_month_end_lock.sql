-- 0008: one lock of the month's end, input that is never rewritten, settlements that can be corrected, and a journal that
-- hashes what is decided.

-- the lock ----------------------------------------------------------------------------------------

create table period.month_end (
    singleton boolean primary key default true check (singleton)
);
comment on table period.month_end is
    'No rows: whoever locks it has the month''s end for itself (period.lock). Nobody but the owner may, for no role is '
    'granted more than to read it.';

-- results from rows ---------------------------------------------------------------------------------

create type score.point as (
    agent text, "position" smallint, indicator text, value numeric, points numeric, weight numeric, better text);
comment on type score.point is 'A row of score.points: an agent''s value and points of an indicator.';

create type score.person as (agent text, team text, barred text);
comment on type score.person is 'A row of score.standing: an agent''s team, and what bars it from being ranked.';

-- Totals and grades are calculated from such rows, live or frozen, from here on.
drop function if exists score.totals(date, text, integer);
drop function if exists period.freeze(date, integer, text);
drop function if exists period.shut(date, integer, text, timestamptz, text, text, jsonb, jsonb);

-- payroll's input, line by line -----------------------------------------------------------------------

drop trigger refuse_settled on pay.input;
drop trigger refuse_truncate on pay.input;
drop function pay.refuse_settled_input();
alter table pay.input drop constraint input_pkey;
alter table pay.input add column id bigint generated always as identity primary key,
                      add column reason text check (reason <> '');
create index input_key on pay.input (month, agent, input, id);
comment on table pay.input is
    'One row per figure that payroll gave: month, agent, input of the pay formula (post_wage, own_commission, …), amount in '
    'the shop''s currency. The last one counts (pay.last_input); a correction is a further row, with a reason.';

-- settlements, and what corrects them -------------------------------------------------------------------

alter table pay.settlement drop constraint settlement_pkey;
alter table pay.settlement add column correction integer not null default 0 check (correction >= 0),
                           add column minimum numeric(14, 2),
                           add column ledger_line bigint,
                           add primary key (month, revision, correction);
comment on table pay.settlement is
    'One row per revision of a closed month whose penalties were compared with commissions, and one more per correction of '
    'its inputs (correction 1, 2, …). inputs: the figures used, with the person behind each account; minimum: the minimum '
    'pay then; ledger_line: the ledger''s last line when it was done.';

-- A penalty may be waived again once its waiver is reversed.
alter table pay.ledger drop constraint ledger_period_revision_agent_reason_kind_key;
alter table pay.ledger drop constraint ledger_waives_key;
create unique index ledger_once on pay.ledger (period, revision, agent, reason, kind) where kind in ('reward', 'penalty');
create index ledger_waives on pay.ledger (waives) where waives is not null;

drop function if exists pay.penalties(date);
drop function if exists pay.inputs_of(date);
drop function if exists pay.set_input(jsonb, text);
drop function if exists pay.input_problems(jsonb);
drop function if exists pay.payroll(date, boolean, integer);
drop function if exists pay.ledger_end();

-- the journal -------------------------------------------------------------------------------------------

create table pay.journal (
    entry       bigint primary key check (entry > 0),
    relation    text collate "C" not null,
    version     integer not null,
    key         text collate "C" not null,
    content     text collate "C" not null check (content ~ '^[0-9a-f]{64}$'),
    prev_hash   text collate "C" not null unique check (prev_hash ~ '^[0-9a-f]{64}$'),
    hash        text collate "C" not null unique check (hash ~ '^[0-9a-f]{64}$')
);
create index journal_key on pay.journal (relation, key, entry);
comment on table pay.journal is
    'One row per row written to a table of pay.hashed, and per end of an exclusion: content is the SHA-256 of the row''s '
    'columns (of that version of pay.hashed), hash that of the entry with prev_hash, the hash of the entry before (64 zeros '
    'for the first). Append-only; written by pay.record alone.';

do $$
declare
    fixed   text;
    shape   record;
    content jsonb;
    e       pay.journal;
begin
    foreach fixed in array array['pay.input', 'pay.journal'] loop
        execute format('create trigger refuse_change before update or delete or truncate on %s '
                       'for each statement execute function period.refuse_change()', fixed);
        execute format('alter table %s enable always trigger refuse_change', fixed);
    end loop;
    -- What was decided before: settlements get what they lacked, the person behind each account as their revision froze it.
    -- pay.people is there already where months were settled.
    if exists (select from pay.settlement) then
        alter table pay.settlement disable trigger refuse_change;
        update pay.settlement s
           set ledger_line = coalesce((select max(l.line) from pay.ledger l
                                        where l.period = to_char(s.month, 'YYYY-MM') and l.revision = s.revision
                                          and l.posted_at <= s.settled_at), 0),
               inputs = coalesce((
                   select jsonb_agg(i.item || jsonb_build_object(
                                        'person', case when r.agent is null then p.person
                                                       when r.employee is null then 'account ' || r.agent
                                                       else 'employee ' || r.employee end) order by i.place)
                     from jsonb_array_elements(s.inputs) with ordinality as i(item, place)
                     left join period.closing c on (c.month, c.revision) = (s.month, s.revision)
                     left join period.result r
                       on (r.month, r.revision, r.scheme, r.agent) = (c.month, c.revision, c.scheme, i.item ->> 'agent')
                     left join pay.people(s.month) p on p.agent = i.item ->> 'agent'), '[]');
        -- The minimum pay of then is not known: today's, if their waivers follow from it; else the least that they follow from,
        -- which is none where the commissions alone make them.
        with settled as (
            select s.*, c.scheme, coalesce(v.document #> '{pay,inputs}', '["own_commission"]') as wanted,
                   coalesce((v.document #> '{rewards,last,least_left}')::numeric, 0) as least_left
              from pay.settlement s
              join period.closing c using (month, revision)
              join period.closing_scheme f using (month, revision, scheme)
              join score.scheme v using (scheme, version)
        ), line as (  -- what stood then, and was waived of it
            select s.month, s.revision, l.kind, l.amount, coalesce(w.amount, 0) as waived,
                   case when r.employee is null then 'account ' || r.agent else 'employee ' || r.employee end as person
              from settled s
              join pay.ledger l on l.period = to_char(s.month, 'YYYY-MM') and l.revision = s.revision
                               and l.kind in ('reward', 'penalty') and l.line <= s.ledger_line
              join period.result r on (r.month, r.revision, r.scheme, r.agent) = (s.month, s.revision, s.scheme, l.agent)
              left join pay.ledger w on w.waives = l.line
             where not exists (select from pay.ledger x where x.reverses = l.line and x.line <= s.ledger_line)
        ), person as (
            select s.month, s.revision, o.owed, o.owed - o.waived as borne, g.commission - s.least_left as commission,
                   g.given + o.earned as means
              from settled s
              join (select l.month, l.revision, l.person, -sum(l.amount) filter (where l.kind = 'penalty') as owed,
                           sum(l.waived) as waived, coalesce(sum(l.amount) filter (where l.kind = 'reward'), 0) as earned
                      from line l group by l.month, l.revision, l.person) o using (month, revision)
             cross join lateral (
                   select coalesce(sum(i.amount), 0) as given,
                          coalesce(sum(i.amount) filter (where i.input like '%commission'), 0) as commission
                     from jsonb_to_recordset(s.inputs) as i(person text, input text, amount numeric)
                    where i.person = o.person and s.wanted ? i.input) g
             where o.owed is not null
        ), shown as (
            select p.month, p.revision,
                   bool_and(p.borne = least(p.owed, greatest(0, least(p.commission, p.means - c.minimum_pay)))) as today,
                   max(p.means - p.borne) filter (where p.borne < least(p.owed, greatest(0, p.commission))) as least
              from person p
             cross join period.setting c
             group by p.month, p.revision
        )
        update pay.settlement s
           set minimum = case when h.today is not false then c.minimum_pay else h.least end
          from period.setting c, pay.settlement o
          left join shown h using (month, revision)
         where (o.month, o.revision) = (s.month, s.revision);
        alter table pay.settlement enable always trigger refuse_change;
    end if;

    -- And the journal begins with every row there is, as version 1 of pay.hashed has it.
    set local timezone = 'UTC';
    for shape in
        select v.relation, v.key::text[], v.columns::text[]
          from (values
               ('period.closing', '{month,revision}',
                '{month,revision,as_of,recorded_at,closed_by,reason,final_from,complete_up_to,overridden,accepted,rules,'
                'scheme,exclusions,input_hash,result_hash}'),
               ('period.skipped', '{month}', '{month,skipped_at,skipped_by,reason}'),
               ('period.appeal_decision', '{appeal}', '{appeal,accepted,note,decided_at,decided_by}'),
               ('pay.settlement', '{month,revision,correction}',
                '{month,revision,correction,settled_at,settled_by,inputs,minimum,ledger_line}'),
               ('pay.input', '{id}', '{id,month,agent,input,amount,reason,set_at,set_by}'),
               ('post.message', '{id}', '{id,month,revision,kind,created_at,content}'),
               ('fact.exclusion', '{id}',
                '{id,kind,reference,credit_to,reason,evidence,appeal,excluded_at,excluded_by,ended_at,ended_by,ended_reason}')
               ) as v(relation, key, columns)
    loop
        for content in execute format('select to_jsonb(t) from %s t', shape.relation) loop
            e.relation := shape.relation;
            e.key := (select string_agg(content ->> k, ' ' order by n) from unnest(shape.key) with ordinality as u(k, n));
            e.content := encode(sha256(convert_to((select jsonb_object_agg(c, content -> c)
                                                     from unnest(shape.columns) c)::text, 'UTF8')), 'hex');
            e.prev_hash := coalesce(e.hash, repeat('0', 64));
            e.entry := coalesce(e.entry, 0) + 1;
            e.hash := encode(sha256(convert_to(concat_ws(' ', e.entry, e.relation, 1, e.key, e.content, e.prev_hash),
                                               'UTF8')), 'hex');
            insert into pay.journal values (e.entry, e.relation, 1, e.key, e.content, e.prev_hash, e.hash);
        end loop;
    end loop;
end $$;
alter table pay.settlement alter column ledger_line set not null;
