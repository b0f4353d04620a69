create or replace function rollup.buyer_lines(
    buyers settled.buyer[], sign integer, out days rollup.line[], out months rollup.line[])
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    select array_agg(l.line) filter (where l.grain = 'day'), array_agg(l.line) filter (where l.grain = 'month')
      into days, months
      from (select grain, row(k.agent, k.start, k.measure, k.bucket, sign * k.value)::rollup.line as line
              from unnest(buyers) b
              join rollup.buyer_line k using (agent, customer, grain, start)) l;
end $$;

comment on function rollup.buyer_lines is
    'The lines, by day and by month and times sign, of what settled.buyer now holds of these buyers.';
