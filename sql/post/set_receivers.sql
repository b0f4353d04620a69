create or replace function post.set_receivers(receivers jsonb) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    problems text := (select string_agg(p, E'\n') from post.receiver_problems(receivers) p);
    personal text;
begin
    if problems is not null then
        raise exception using message = problems, errcode = 'invalid_parameter_value';
    end if;
    select string_agg(x.item ->> 'receiver', ', ' order by x.place) into personal
      from jsonb_array_elements(receivers) with ordinality as x(item, place)
     where x.item ? 'agent'
       and not exists (select from post.receiver r
                        where r.enabled and (r.receiver, r.kind, r.options)
                                            = (x.item ->> 'receiver', x.item ->> 'kind', x.item - '{receiver,kind}'::text[]));
    if personal is not null and not merit.closes() then
        raise exception '% may not say where a person''s result goes: %', merit.caller(), personal
            using errcode = 'insufficient_privilege', hint = 'the closing role may';
    end if;
    insert into post.receiver as r (receiver, kind, options)
    select x.item ->> 'receiver', x.item ->> 'kind', x.item - '{receiver,kind}'::text[]
      from jsonb_array_elements(receivers) as x(item)
    on conflict (receiver) do update
       set kind = excluded.kind, options = excluded.options, enabled = true
     where (r.kind, r.options, r.enabled) is distinct from (excluded.kind, excluded.options, true);
    update post.receiver r set enabled = false
     where r.enabled and not exists (select from jsonb_array_elements(receivers) as x(item)
                                      where x.item ->> 'receiver' = r.receiver);
end $$;

comment on function post.set_receivers(jsonb) is
    'Sets who is sent postings, all or none: [{"receiver": name, "kind": "kafka" | "webhook" | "file", …}], with the '
    'options of post.receiver_options(). Receivers not in the list are disabled: they are sent nothing, and what waits '
    'for them stays. Receivers of one person ("agent") are made and changed by the closing role alone (42501). URLs and secrets are not in the list, but in files that the options name.';
