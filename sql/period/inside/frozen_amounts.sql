create or replace function period.frozen_amounts(for_month date, for_revision integer, for_scheme text) returns period.amount[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((
        select period.amounts_of(
                   for_month, for_revision, s,
                   array(select r from period.result r where (r.month, r.revision, r.scheme) = (for_month, for_revision, for_scheme)),
                   array(select k from period.streak k where k.month = for_month and k.revision = for_revision),
                   pay.frozen_figures(period.month_name(for_month), for_revision, for_scheme, pay.items_known(s.document)))
          from period.closing_scheme f
          join score.scheme s using (scheme, version)
         where f.month = for_month and f.revision = for_revision and f.scheme = for_scheme and s.document ? 'approvals'), '{}')
$$;

comment on function period.frozen_amounts(date, integer, text) is
    'What a frozen month and revision gives and takes by the scheme that pays (period.amounts_of), if that asks for approvals; else nothing.';
