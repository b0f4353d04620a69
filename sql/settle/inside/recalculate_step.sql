-- With new rules nothing but the settled rows can be settled as always: what a roll-up has of them was summed up by the old rules. It
-- lacks the same whatever is settled meanwhile (rollup.mend), and gets it once a day's settled rows are those of the new rules. What a
-- step does it writes down in its transaction, so that it may end anywhere.

create or replace function settle.recalculate_step() returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    work settle.recalculation;
    ends date;  -- nothing is there from this day on
begin
    select * into work from settle.recalculation;
    if not found then
        return false;
    end if;
    if not exists (select from rollup.held) then
        return settle.drop_held();
    end if;
    if exists (select from ingest.dirty d where d.id <= work.named) then
        return true;
    end if;
    begin
        lock table settle.recalculation in share update exclusive mode nowait;
    exception when lock_not_available then
        return false;  -- a rebuild mends: later
    end;

    if work.day is not null then
        if rollup.mend('day', work.day) > 0 then
            return true;
        end if;
        work.day := null;
    end if;
    if cardinality(work.days) = 0 and work.month is not null then
        if rollup.mend('month', work.month) > 0 then
            return true;
        end if;
        work.month := null;
    end if;
    ends := least(work.to_day, settle.facts_end());
    for tries in 1 .. 24 loop  -- months with nothing in them are many
        exit when cardinality(work.days) > 0 or work.next_month >= ends;
        work.days := array(select d from rollup.days_in_use(greatest(work.next_month, work.from_day),
                                                            least((work.next_month + interval '1 month')::date, work.to_day)) d order by d);
        work.month := case when cardinality(work.days) > 0 then work.next_month end;
        work.next_month := work.next_month + interval '1 month';
    end loop;
    if cardinality(work.days) > 0 then
        work.day := work.days[1];
        work.days := work.days[2:];
        work.named := settle.name_day(work.day);
    elsif work.next_month >= ends then
        delete from rollup.held;
    end if;
    update settle.recalculation
       set (next_month, month, days, day, named) = (work.next_month, work.month, work.days, work.day, work.named);
    return true;
end $$;

comment on function settle.recalculate_step() is
    'Does a bounded part of what settle.recalculation says: names the next day, or gives the last one''s roll-ups what they lack once it '
    'is settled; at the end the months are held no more. Call it with the settler''s lock. Returns whether the next step can follow '
    'at once.';
