create or replace view period.closed_period as
select period.month_name(c.month) as period, c.revision, c.scheme from period.closing c
union all
select c.term, c.revision, c.scheme from period.term_closing c;

comment on view period.closed_period is
    'One row per revision of a closed month or term, by its name (2026-10, 2026-Q1), with the scheme that pays: of a term, the one that leads.';
