create or replace function web.quality() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
declare
    shop constant ref.shop := web.enter();
begin
    return (
        select jsonb_build_object(
            'as_of', (select s.as_of from settle.state s),
            'checks', coalesce(jsonb_agg(jsonb_build_object('check', q."check", 'label', ref.said('check.' || q."check"), 'subject', q.subject,
                                                            'value', trim_scale(q.value), 'at', q.at, 'detail', q.detail, 'remedy', q.remedy)
                                         order by q."check", q.value desc nulls last, q.subject), '[]'))
          from (select d.*, row_number() over (partition by d."check" order by d.value desc nulls last, d.subject) as place
                  from merit.data_quality d) q
         where q.place <= 100);
end $$;

comment on function web.quality() is
    'What merit.data_quality finds, a hundred subjects of each check, the largest first. docs/doors.md has the shape.';
