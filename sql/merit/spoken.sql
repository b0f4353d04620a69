create or replace function merit.spoken() returns table (key text, word text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select w.key, ref.said(w.key) from ref.words() w where w.en not like '%\%%'
    union all
    select 'grade.' || g.grade, score.grade_name(g.grade) from (select distinct grade from score.grade) g
$$;

comment on function merit.spoken() is
    'The words that make up the tables for leads, agents and payroll, in the shop''s language: those of ref.words without '
    'places, and the names of grades.';
