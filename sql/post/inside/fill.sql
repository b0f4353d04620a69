create or replace function post.fill(template jsonb, facts jsonb) returns jsonb
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    words text := template #>> '{}';
begin
    case jsonb_typeof(template)
    when 'object' then
        return (select coalesce(jsonb_object_agg(m.key, post.fill(m.value, facts)), '{}') from jsonb_each(template) m);
    when 'array' then
        return (select coalesce(jsonb_agg(post.fill(e.value, facts) order by e.place), '[]')
                  from jsonb_array_elements(template) with ordinality as e(value, place));
    when 'string' then
        if words ~ '^\{[a-z0-9_.]+\}$' then
            return coalesce(facts #> string_to_array(btrim(words, '{}'), '.'), 'null');
        end if;
        -- One pass, so that no text that was filled in is itself filled again.
        return (select to_jsonb(coalesce(string_agg(
                           case when p.part[1] ~ '^\{[a-z0-9_.]+\}$'
                                then coalesce(facts #>> string_to_array(btrim(p.part[1], '{}'), '.'), '')
                                else p.part[1] end, '' order by p.place), ''))
                  from regexp_matches(words, '\{[a-z0-9_.]+\}|[^{]+|\{', 'g') with ordinality as p(part, place));
    else
        return template;
    end case;
end $$;

comment on function post.fill(jsonb, jsonb) is
    'The template, filled. A text that is one place, such as "{data.ranking}", becomes the value at that place (null if '
    'there is none); a place inside a longer text becomes the value''s text.';
