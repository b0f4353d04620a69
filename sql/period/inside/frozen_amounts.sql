create or replace function period.frozen_amounts(of_period text, for_revision integer, for_scheme text) returns period.amount[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((
        select period.amounts_of(
                   of_period, for_revision, s,
                   array(select e from period.reward_entries(of_period, for_revision, for_scheme) e),
                   array(select r from period.results_of(of_period, for_revision, for_scheme) r),
                   pay.frozen_figures(of_period, for_revision, for_scheme, pay.items_known(pay.formula(s.document, period.grain_of(of_period)))))
          from (select f.version from period.closing_scheme f
                 where (f.month, f.revision, f.scheme) = (period.month_of(of_period), for_revision, for_scheme)
                union all
                select f.version from period.term_scheme f where (f.term, f.revision, f.scheme) = (of_period, for_revision, for_scheme)) f
          join score.scheme s on s.scheme = for_scheme and s.version = f.version
         where s.document ? 'approvals'), '{}')
$$;

comment on function period.frozen_amounts(text, integer, text) is
    'What a frozen month or term and revision gives and takes by the scheme that pays (period.amounts_of), if that asks for approvals; else nothing.';
