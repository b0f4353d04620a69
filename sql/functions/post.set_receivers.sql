create or replace function post.set_receivers(receivers jsonb) returns void
language plpgsql security definer
set search_path = ''
set jit = off
as $$
begin
    insert into post.receiver as r (receiver, kind)
    select x.item ->> 'receiver', x.item ->> 'kind' from jsonb_array_elements(receivers) as x(item)
    on conflict (receiver) do update set kind = excluded.kind, enabled = true
     where (r.kind, r.enabled) is distinct from (excluded.kind, true);
    update post.receiver r set enabled = false
     where r.enabled and not exists (select from jsonb_array_elements(receivers) as x(item)
                                      where x.item ->> 'receiver' = r.receiver);
end $$;

comment on function post.set_receivers(jsonb) is
    'Registers the receivers of the configuration, [{"receiver": name, "kind": "kafka" | "webhook" | "file"}]; '
    'others are disabled. Called before a close, and by the sender at its start.';
