create or replace function post.write(for_month date, for_revision integer, at timestamptz) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    message bigint;
begin
    insert into post.message (month, revision, kind, created_at, content)
    values (for_month, for_revision, case for_revision when 0 then 'ranking' else 'revision' end, at,
            jsonb_set(post.content(for_month, for_revision), '{appeal,until}',
                      to_jsonb(at + make_interval(hours => 24 * (select s.appeal_days from period.setting s)))))
    returning id into message;
    perform pay.record(m) from post.message m where m.id = message;
    insert into post.outbox (message, receiver, key, next_at)
    select message, r.receiver, post.key(for_month, for_revision, r.receiver), at
      from post.receiver r where r.enabled;
end $$;

comment on function post.write(date, integer, timestamptz) is
    'Writes the posting of a month and revision, for every enabled receiver: posted at this instant, from which the days '
    'of appeal count.';
