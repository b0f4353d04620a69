-- A condition on month or period decides for which the function is called; it is called for no others.

create or replace view merit.acknowledgement as
select k.month, a.revision, a.agent, a.name, a.told_at, a.acknowledged_at, a.acknowledged_by, k.period collate "C" as period
  from (select distinct c.month, to_char(c.month, 'YYYY-MM') as period from period.closing c
        union all
        select distinct null::date, c.term from period.term_closing c) k
 cross join lateral merit.seen_acknowledgements(k.period) a;

comment on view merit.acknowledgement is
    'One row per closed month, quarter, half-year or year and agent with a result: whether it was told to a receiver of the person''s own, and whether the person has '
    'acknowledged it. Agents see themselves, leads their teams, payroll everybody.';

comment on column merit.acknowledgement.month is 'The first day of the business month; NULL: it is a longer period.';
comment on column merit.acknowledgement.revision is 'The last revision that changed total, grade, rank or money of the agent; 0: the close.';
comment on column merit.acknowledgement.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.acknowledgement.name is 'The agent''s name at that time.';
comment on column merit.acknowledgement.told_at is
    'When a receiver of the person''s own last had that revision; NULL: it has none, or has not had it.';
comment on column merit.acknowledgement.acknowledged_at is 'When the person acknowledged that revision; NULL: not yet.';
comment on column merit.acknowledgement.acknowledged_by is 'By which login; NULL: not yet.';
comment on column merit.acknowledgement.period is 'The month or longer period: 2026-10, 2026-Q1, 2026-H1, 2026.';
