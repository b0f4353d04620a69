-- 0048: what an indicator's points are out of stands beside them.

alter table score.kept_indicator add column out_of numeric;

-- These have other columns from here on; the views go with them.
drop view if exists merit.score_indicator, merit.own_indicator, merit.result_indicator;
drop function if exists merit.own_indicators(date);
drop function if exists merit.own_kept_indicators();
drop function if exists merit.frozen_indicators(date);
drop function if exists score.contributions(date);
