create or replace function ref.shape_object_problems(item jsonb, shape jsonb, place text)
returns table (path text, problem text)
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    members constant jsonb := coalesce(shape -> 'members', '{}');
    names   constant text[] := array(select name from jsonb_object_keys(members) name);
    choice  constant jsonb := coalesce(shape -> 'exactly_one', '[]');
    lower   constant text := shape #>> '{rising,0}';
    higher  constant text := shape #>> '{rising,1}';
    chosen  constant bigint := (select count(*) from jsonb_array_elements_text(choice) name where item ? name);
begin
    return query
    select place || '.' || name, 'is required'
      from jsonb_array_elements_text(coalesce(shape -> 'required', '[]')) name
     where not item ? name;
    if jsonb_array_length(choice) > 0 and chosen <> 1 then
        return query select place, format('needs exactly one of %s; has %s', ref.comma_list(choice), chosen);
    end if;
    if jsonb_typeof(item -> lower) = 'number' and jsonb_typeof(item -> higher) = 'number'
       and (item -> lower)::numeric >= (item -> higher)::numeric then
        return query select place || '.' || higher, format('must be more than %s, %s; is %s', lower, item ->> lower, item ->> higher);
    end if;
    if (select count(*) from jsonb_object_keys(item) key where key <> 'comment') < (shape ->> 'least')::integer then
        return query select place, format('needs at least %s', shape ->> 'least');
    end if;
    return query
    select place || '.' || m.key, format('is unknown; known here: %s%s', ref.comma_list(to_jsonb(names)),
                                         '; did you mean ' || ref.nearest(m.key, names) || '?')
      from jsonb_each(item) m
     where not members ? m.key and not shape ? 'each' and m.key <> 'comment';
    return query
    select p.path, p.problem
      from jsonb_each(item) m
     cross join lateral ref.shape_problems(m.value, coalesce(members -> m.key, shape -> 'each'),
                                           place || '.' || m.key) p
     where m.key <> 'comment' and (members ? m.key or shape ? 'each');
end $$;

comment on function ref.shape_object_problems(jsonb, jsonb, text) is
    'The part of ref.shape_problems for objects: missing, too few, contradictory, unknown and wrong members, and two out of order.';
