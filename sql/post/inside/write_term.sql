create or replace function post.write_term(of_term text, of_revision integer, at timestamptz) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    told    constant jsonb := post.term_content(of_term, of_revision);
    written post.message;
begin
    insert into post.message (term, revision, kind, created_at, content)
    values (of_term, of_revision, told ->> 'kind', at, jsonb_set(told, '{appeal,until}', to_jsonb(period.last_to_appeal(at))))
    returning * into written;
    perform pay.record(written);
    insert into post.outbox (message, receiver, key, next_at)
    select written.id, r.receiver, post.key(written, r.receiver), at
      from post.recipients(written) as r(receiver);
end $$;

comment on function post.write_term(text, integer, timestamptz) is 'Writes the posting of a term and revision for its receivers (post.recipients).';
