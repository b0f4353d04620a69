-- 0056: what adds up to teams and the shop is found once for all that is read of them. Months are looked up by key: each reader of a
-- metric had made all 1,212 several times. With the scores of a month are kept the means of its metrics.

create type rollup.piece as (name text, grain text, start date, agent text);
comment on type rollup.piece is 'A row of rollup.pieces.';

drop function if exists rollup.pieces(text, text, date, text);

drop view if exists ref.month cascade;  -- the views that read it are written anew
create table ref.month (
    month date primary key,
    name  text not null unique,
    ends  date not null
);
comment on table ref.month is
    'One row per month that an event can name: its first day, its name in events (2026-10), and the first day after it.';
insert into ref.month (month, name, ends)
select m::date, to_char(m, 'YYYY-MM'), (m + interval '1 month')::date
  from generate_series(timestamp '2000-01-01', timestamp '2100-12-01', interval '1 month') m;
analyze ref.month;

alter table score.kept add means jsonb;
comment on column score.kept.means is 'What score.metric_means finds of the month, which is over; NULL: not kept.';
