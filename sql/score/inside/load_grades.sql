create or replace function score.load_grades(for_scheme text, for_version integer, document jsonb)
returns void
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    insert into score.grade (scheme, version, position, grade, least, share, places, first, first_share, pass_marks)
    select for_scheme, for_version, e.i, e.item ->> 'grade', (e.item -> 'least')::numeric, (c.cap -> 'share')::numeric,
           (c.cap -> 'places')::numeric, (c.cap -> 'first')::numeric, (c.cap -> 'first_share')::numeric, e.item -> 'pass_marks'
      from jsonb_array_elements(document -> 'grades') with ordinality as e(item, i)
     cross join lateral (select case when (e.item #> '{cap,active}')::boolean then e.item -> 'cap' end as cap) c
$$;

comment on function score.load_grades(text, integer, jsonb) is 'The part of score.load that fills score.grade.';
