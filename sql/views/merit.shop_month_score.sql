create or replace view merit.shop_month_score as
select m.month, s.scheme, s.scored, s.ranked, s.mean_total
  from period.months() as m(month)
 cross join lateral merit.shop_grades(m.month) s;

comment on view merit.shop_month_score is
    'One row per month and scheme: agents scored and ranked, and the mean total (NULL for fewer than three). No names.';
