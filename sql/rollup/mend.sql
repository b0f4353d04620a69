-- What a row lacks of the sum of its settled rows stays the same, whatever is settled meanwhile: a settlement adds as much to
-- one as to the other. So it is found without the settler's lock, however much there is to sum up, and added under it, some
-- rows at a time. Likewise what a buyer lacks, and what a month lacks of its days.

create or replace function rollup.mend(of_grain text, of_start date) returns integer
language plpgsql strict
set search_path = pg_catalog, pg_temp
set work_mem = '128MB'
set jit = off
set plan_cache_mode = force_custom_plan
set random_page_cost = 1.1
as $$
declare
    portion constant integer := 500;
    most    constant integer := 5000;  -- of buyers, who are small and many
    behind  constant date := of_start + ('1 ' || of_grain)::interval;
    buyers  settled.buyer[];
    sums    rollup.agent_period[];
begin
    if of_start < ref.kept_from() then
        return 0;  -- what it would be made of is deleted
    end if;
    lock table settle.recalculation in share update exclusive mode;  -- against another one, which would add the same once more
    buyers := array(
        select row(coalesce((s).agent, (f).agent), coalesce((s).customer, (f).customer), of_grain, of_start,
                   coalesce((f).orders, 0) - coalesce((s).orders, 0), coalesce((f).in_time, 0) - coalesce((s).in_time, 0),
                   coalesce((f).payments, 0) - coalesce((s).payments, 0),
                   coalesce((f).amount, 0) - coalesce((s).amount, 0))::settled.buyer
          from (select f from rollup.fresh_buyers(of_grain, of_start, behind) f) fresh
          full join (select b as s from settled.buyer b where b.grain = of_grain and b.start = of_start) stored
               on (s).agent = (f).agent and (s).customer = (f).customer
         where s is distinct from f
         limit most);
    if cardinality(buyers) > 0 then
        perform settle.lock(true);
        perform settle.apply_buyers(buyers);
        delete from settled.buyer b using unnest(buyers) m  -- a buyer of nothing, who lacks nothing
         where (b.agent, b.customer, b.grain, b.start) = (m.agent, m.customer, m.grain, m.start)
           and (b.orders, b.in_time, b.payments, b.amount) = (0, 0, 0, 0);
        return cardinality(buyers);
    end if;

    execute (
        select format($q$
            select array(
                select row($1, $2, coalesce((s).agent, (f).agent), %s)::rollup.agent_period
                  from (select f from rollup.%I($2, $3) f) fresh
                  full join (select r as s from rollup.agent_period r where r.grain = $1 and r.start = $2) stored
                       on (s).agent = (f).agent
                 where s is distinct from f
                 limit $4)
            $q$,
            string_agg(format('coalesce((f).%1$I, 0) - coalesce((s).%1$I, 0)', m.measure), ', ' order by m.place),
            'fresh_' || of_grain || 's')
          from rollup.measure_column m
    ) into sums using of_grain, of_start, behind, portion;
    if cardinality(sums) > 0 then
        perform settle.lock(true);
        execute rollup.merge('unnest($1)', rollup.measures()) using sums;
        return cardinality(sums);
    end if;
    return rollup.mend_dimensions(of_grain, of_start, portion);
end $$;

comment on function rollup.mend(text, date) is
    'Gives buyers, roll-ups and dimensions of a day or a month what they lack of the sums of their settled rows, at most 5000 buyers or '
    '500 rows; returns how many, 0 when all are right. Waits for the settler''s lock, and holds it for that many rows.';
