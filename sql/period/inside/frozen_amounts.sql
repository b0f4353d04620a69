create or replace function period.frozen_amounts(of_period text, for_revision integer, for_scheme text) returns period.amount[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((
        select period.amounts_of(
                   for_month, for_revision, s,
                   array(select r from period.result r where (r.month, r.revision, r.scheme) = (for_month, for_revision, for_scheme)),
                   array(select k from period.streak k where k.month = for_month and k.revision = for_revision),
                   pay.frozen_figures(of_period, for_revision, for_scheme, pay.items_known(s.document)))
          from period.month_of(of_period) as m(for_month)
          join period.closing_scheme f on f.month = m.for_month and f.revision = for_revision and f.scheme = for_scheme
          join score.scheme s using (scheme, version)
         where s.document ? 'approvals'), '{}')
$$;

comment on function period.frozen_amounts(text, integer, text) is
    'What a frozen month and revision gives and takes by the scheme that pays (period.amounts_of), if that asks for approvals; else nothing, nor of a term.';
