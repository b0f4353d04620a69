create or replace view merit.shop_month_score as
select m.month, s.scheme, s.scored, s.ranked, s.mean_total
  from period.months() as m(month)
 cross join lateral merit.shop_grades(m.month) s;

comment on view merit.shop_month_score is
    'One row per month and scheme: how many agents are scored and ranked, and the mean total (NULL for fewer than three '
    'agents). No names.';

comment on column merit.shop_month_score.month is 'The first day of the business month.';
comment on column merit.shop_month_score.scheme is 'The name of the scheme (score.scheme).';
comment on column merit.shop_month_score.scored is 'How many agents have a total.';
comment on column merit.shop_month_score.ranked is 'How many of them have a rank.';
comment on column merit.shop_month_score.mean_total is 'The mean total; NULL for fewer than three.';
