create or replace function period.schemes_of(of_period text, schemes_in_force boolean)
returns table (scheme text, version integer, checksum text, pays boolean)
language plpgsql stable rows 5
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    was    text;
    leader text;
begin
    if period.month_of(of_period) is not null then
        return query select n.scheme, n.version, n.checksum, n.pays from period.next_schemes(period.month_of(of_period), schemes_in_force) n;
        return;
    end if;
    was := (select c.scheme from period.term_closing c where c.term = of_period order by c.revision desc limit 1);
    leader := coalesce(case when schemes_in_force or was is null then period.term_leader(of_period) end, was);
    return query select n.scheme, n.version, n.checksum, n.scheme = leader from period.next_term_schemes(of_period, schemes_in_force) n;
end $$;

comment on function period.schemes_of(text, boolean) is
    'The schemes by which a month or term would be closed or, if it is closed, revised (period.next_schemes, period.next_term_schemes), and which '
    'of them pays or, of a term, leads.';
