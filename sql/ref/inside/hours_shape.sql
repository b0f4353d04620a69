-- What a document of service hours looks like; config/schemas/hours.json says the same to editors. What no shape can say,
-- ref.hours_problems checks. docs/hours.md explains each member.

create or replace function ref.hours_shape() returns jsonb
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with part as (
        select jsonb '{"type": "text", "like": "^\\d{4}-\\d{2}-\\d{2}$", "as": "a day such as 2026-10-01"}' as day,
               jsonb '{"type": "text", "as": "an instant with its offset, such as 2026-02-16T00:00:00+08:00",
                       "like": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?(Z|[+-]\\d{2}:\\d{2})$"}' as instant,
               jsonb '{"type": "list", "of": {"type": "text", "as": "a span such as 08:00-23:00, two digits each",
                       "like": "^([01]\\d|2[0-3]):[0-5]\\d-(([01]\\d|2[0-3]):[0-5]\\d|24:00)$"}}' as spans
    ), week as (
        select jsonb_build_object('type', 'object', 'required', '["weekly"]'::jsonb, 'members', jsonb_build_object('weekly',
                   jsonb_build_object('type', 'object', 'members', jsonb_object_agg(w.weekday, p.spans)))) as hours
          from part p cross join ref.weekdays() w
    )
    select jsonb_build_object('type', 'object', 'members', jsonb_build_object(
               'shop', w.hours,
               'teams', jsonb_build_object('type', 'object', 'each', w.hours),
               'holidays', jsonb_build_object('type', 'list', 'of', p.day),
               'extra', jsonb_build_object('type', 'list', 'of', jsonb_build_object(
                   'type', 'object', 'required', '["day", "open"]'::jsonb, 'members', jsonb_build_object(
                       'day', p.day, 'open', p.spans, 'team', '{"type": "text", "like": ".", "as": "a team"}'::jsonb))),
               'suspended', jsonb_build_object('type', 'list', 'of', jsonb_build_object(
                   'type', 'object', 'required', '["from", "until"]'::jsonb, 'members', jsonb_build_object(
                       'from', p.instant, 'until', p.instant)))))
      from part p cross join week w
$$;

comment on function ref.hours_shape() is
    'The shape of a document of service hours, in the language of ref.shape_problems.';
