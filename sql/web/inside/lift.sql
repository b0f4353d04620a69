-- An edge belongs to the better band, so that what reaches it exactly is enough: numbers are rounded up.

create or replace function web.lift(metric text, value numeric, next_edge numeric, brings numeric, numerator numeric, denominator numeric)
returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    parts  constant text[] := web.parts(metric);
    exact  constant boolean := denominator > 0 and round(numerator / denominator, 12) = round(value, 12);
    more   constant boolean := next_edge > value;
    unit   text := web.unit(metric);
    moved  text := metric;  -- what must move, and by how much
    amount numeric := next_edge - value;
    places integer;
    told   text;
begin
    if amount is null or unit is null then
        return null;
    elsif exact then
        moved := parts[1];
        unit := web.unit(moved);
        amount := next_edge * denominator - numerator;
    end if;
    places := case unit when 'count' then 0 when 'share' then 4 when 'seconds' then 1 else 2 end;
    amount := ceil(abs(amount) * 10 ^ places) / 10 ^ places;
    amount := round(amount, places);
    told := case unit when 'count' then amount::text
                      when 'ratio' then amount::text
                      when 'money' then web.money(amount)
                      when 'share' then ref.said(ref.message('unit.share', trim_scale(amount * 100)::text))
                      else ref.said(ref.message('unit.' || unit, trim_scale(amount)::text)) end;
    return jsonb_build_object(
        'by', moved, 'amount', amount, 'unit', unit, 'brings', brings,
        'text', ref.said(case when unit in ('count', 'money') then ref.message(case when more then 'lift.more' else 'lift.fewer' end, web.label(moved), told)
                              when unit in ('seconds', 'hours') and not more then ref.message('lift.faster', told)
                              when more then ref.message('lift.higher', told)
                              else ref.message('lift.lower', told) end));
end $$;

comment on function web.lift(text, numeric, numeric, numeric, numeric, numeric) is
    'What takes a metric from a value to the next edge, all else being equal: {by, amount, unit, brings, text}. A quotient moves by its '
    'numerator, by whole ones where that is counted, if its parts (web.parts) are given and give the value; else the value itself moves. '
    'NULL without a next edge, or of what is no metric.';
