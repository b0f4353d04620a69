create or replace function period.refuse_no_term(of_term text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if (period.term_span(of_term)).grain is null then
        raise exception '%', ref.said(ref.message('refused.no_term', coalesce(ref.excerpt(to_jsonb(of_term)), 'NULL')))
            using errcode = 'invalid_parameter_value', column = 'of_term', hint = 'such as 2026-Q1, 2026-H1 or 2026';
    end if;
end $$;

comment on function period.refuse_no_term(text) is '22023 unless the name is that of a quarter, half-year or year (2026-Q1, 2026-H1, 2026).';
