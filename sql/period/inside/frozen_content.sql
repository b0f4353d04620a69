create or replace function period.frozen_content(of_period text, of_revision integer, inputs text, paying text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select period.content_of(
               concat_ws(' ', inputs, case when period.month_of(of_period) is null then period.shown_hash(array(
                   select r from period.term_result r where r.term = of_period and r.revision = of_revision)) end),
               paying,
               array(select f.checksum
                       from (select f.scheme, f.checksum from period.closing_scheme f
                              where f.month = period.month_of(of_period) and f.revision = of_revision
                             union all
                             select f.scheme, f.checksum from period.term_scheme f where f.term = of_period and f.revision = of_revision) f
                      order by f.scheme collate "C"),
               period.frozen_amounts(of_period, of_revision, paying))
$$;

comment on function period.frozen_content(text, integer, text, text) is
    'What must have been signed (period.content_of) of a month or term as period.freeze or period.freeze_term froze it, with these inputs and this scheme that pays.';
