create or replace function post.write(for_month date, for_revision integer, at timestamptz) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    told    jsonb := post.content(for_month, for_revision);
    written post.message;
begin
    insert into post.message (month, revision, kind, created_at, content)
    values (for_month, for_revision, told ->> 'kind', at,
            jsonb_set(told, '{appeal,until}', to_jsonb(period.last_to_appeal(at))))
    returning * into written;
    perform pay.record(written);
    insert into post.outbox (message, receiver, key, next_at)
    select written.id, r.receiver, post.key(written, r.receiver), at
      from post.recipients(written) as r(receiver);
    return jsonb_build_object('message', written.content, 'receivers', coalesce(
        (select jsonb_agg(o.receiver order by o.receiver) from post.outbox o where o.message = written.id), '[]'));
end $$;

comment on function post.write(date, integer, timestamptz) is
    'Writes the posting of a month and revision, or of what was taken back since its last posting, for its '
    'receivers (post.recipients). The given instant is the time of posting, from which the days to appeal count. Returns {message, '
    'receivers}.';
