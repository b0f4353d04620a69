create or replace function ref.span_from(written text) returns table (begins interval, ends interval)
language sql immutable parallel safe rows 1
set search_path = pg_catalog, pg_temp
as $$
    select s.begins, case when s.ends > s.begins then s.ends else s.ends + interval '24 hours' end
      from (values (split_part(written, '-', 1)::interval, split_part(written, '-', 2)::interval)) s(begins, ends)
$$;

comment on function ref.span_from(text) is
    'A span of wall-clock time such as 20:00-02:00, counted from the midnight with which its day begins: 20 and 26 hours. An '
    'end that is not after its beginning is the next day''s.';
