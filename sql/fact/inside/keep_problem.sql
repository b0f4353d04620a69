-- A month that looks like a typing error, before the shop's first, is none of period.months(), and keeps nothing.

create or replace function fact.keep_problem(month date) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with unclosed as (
        select m as month from period.months() m
         where m < keep_problem.month
           and not exists (select from period.closing c where c.month = m)
           and not exists (select from period.skipped s where s.month = m)
    ), undecided as (
        select a.id from period.appeal a
         where coalesce(a.month, (period.term_span(a.term)).start) < keep_problem.month
           and not exists (select from period.appeal_decision d where d.appeal = a.id)
    ), last_posting as (
        select distinct on (s.start, m.term) s.start, coalesce(m.term, period.month_name(m.month)) as name,
               period.last_to_appeal(m.created_at) as until
          from post.message m
         cross join lateral (select coalesce(m.month, (period.term_span(m.term)).start) as start) s
         where s.start < keep_problem.month
         order by s.start, m.term, m.revision desc, m.sequence
    )
    select case when exists (select from rollup.held)
                then 'figures are being calculated again, since rules, hours or accounts changed: wait until that is done'
                when keep_problem.month > date_trunc('month', ref.day_of(merit.now())) - interval '1 month'
                then 'the running month and the one before are always kept'
                when exists (select from ingest.renewal)
                then 'their numbers miss conversations that were not written anew since the upgrade: run meritd migrate to its end'
                when exists (select from unclosed)
                then (select format('%s is neither closed nor skipped: meritd close', string_agg(period.month_name(u.month), ', ' order by u.month))
                        from unclosed u)
                when exists (select from undecided)
                then (select format('appeal %s is not decided: meritd appeal', string_agg(u.id::text, ', ' order by u.id)) from undecided u)
                else (select 'agents may still appeal: '
                             || string_agg(format('%s until %s', p.name, period.local_time(p.until)), ', ' order by p.start, p.name)
                        from last_posting p
                       where p.until >= merit.now()) end
$$;

comment on function fact.keep_problem(date) is
    'Why facts before a month cannot be deleted, in words; NULL: they can.';
