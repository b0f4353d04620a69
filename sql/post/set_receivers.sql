create or replace function post.set_receivers(receivers jsonb) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    problems text := (select string_agg(p, E'\n') from post.receiver_problems(receivers) p);
begin
    if problems is not null then
        raise exception using message = problems, errcode = 'invalid_parameter_value';
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
    'for them stays. URLs and secrets are not in the list, but in files that the options name.';
