create or replace function period.last_to_appeal(posted_at timestamptz) returns timestamptz
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select posted_at + make_interval(hours => 24 * s.appeal_days) from period.setting s $$;

comment on function period.last_to_appeal(timestamptz) is 'The last instant to appeal after a posting.';
