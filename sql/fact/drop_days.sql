-- Block by block, so that no step is long and no row is looked at twice. What is written meanwhile is of later days.

create or replace function fact.drop_days(relation text, block bigint, kept_from date) returns bigint
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    step  constant integer := 128;
    named constant text := case relation when 'settled.contact' then 'day' when 'settled.buyer' then 'start'
                                         when 'settled.survey' then 'day' when 'fact.survey' then 'day' end;
begin
    if named is null then
        raise exception '% has no days that are dropped', relation using errcode = 'invalid_parameter_value';
    end if;
    perform settle.lock(true);
    execute format('delete from %s r where r.ctid >= $1 and r.ctid < $2 and r.%I < $3', relation, named)
            || case relation when 'fact.survey' then ' and not fact.survey_stays(r, $3)' else '' end
      using format('(%s,0)', block)::tid, format('(%s,0)', block + step)::tid, kept_from;
    return (select block + step where block + step < pg_relation_size(relation::regclass) / current_setting('block_size')::integer);
end $$;

comment on function fact.drop_days(text, bigint, date) is
    'Deletes the rows of days before a day, of fact.survey those that do not stay, from some blocks of settled.contact, '
    'settled.buyer, settled.survey or fact.survey. Returns the block to go on with; NULL: that was the last.';
