-- Of months whose buyers are deleted, and of those that are held, they were counted before.

create or replace function rollup.group_buyers(whose text, of_grain text, of_start date, of_team text, pieces rollup.piece[])
returns table (name text, orderers bigint, payers bigint, buyers bigint)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if rollup.is_sealed(of_start) then
        return query
        select s.name, s.orderers, s.payers, s.buyers
          from rollup.sealed_buyers s where s.whose = group_buyers.whose and s.grain = of_grain and s.start = of_start and (of_team is null or s.name = of_team);
    elsif of_start >= (select h.since from rollup.held h) then
        return query
        select b.name, b.orderers, b.payers, b.buyers
          from rollup.held_buyers b where b.whose = group_buyers.whose and b.grain = of_grain and b.start = of_start and (of_team is null or b.name = of_team);
    else
        return query
        select b.name, b.orderers, b.payers, b.buyers from rollup.count_buyers(whose, of_grain, array[of_start], of_team, pieces) b;
    end if;
end $$;

comment on function rollup.group_buyers(text, text, date, text, rollup.piece[]) is
    'One row per team, or of the shop (whose), that has buyers in a day or month: its distinct customers, as rollup.buyer_lines counts '
    'those of an agent. pieces: its rollup.pieces.';
