-- 0056: what adds up to teams and the shop is found once for all that is read of them. Months are looked up by key: each reader of a
-- metric had made all 1,212 several times. With the scores of a month are kept the means of its metrics.

create type rollup.piece as (name text, grain text, start date, agent text);
comment on type rollup.piece is 'A row of rollup.pieces.';

drop function if exists rollup.pieces(text, text, date, text);

-- ref.month is a view of them: a shop's views that read it stay.
create table ref.month_row (
    month date primary key,
    name  text not null unique,
    ends  date not null
);
comment on table ref.month_row is 'The rows of ref.month.';
insert into ref.month_row (month, name, ends)
select m::date, to_char(m, 'YYYY-MM'), (m + interval '1 month')::date
  from generate_series(timestamp '2000-01-01', timestamp '2100-12-01', interval '1 month') m;
analyze ref.month_row;

alter table score.kept add means jsonb;
comment on column score.kept.means is 'What score.metric_means finds of the month, which is over; NULL: not kept.';
