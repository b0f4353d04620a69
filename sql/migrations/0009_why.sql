-- 0009_why: a result says what its total reached and why there is no better grade, or no rank.

alter table period.result add column reached text collate "C", add column why text;
comment on table period.result is
    'One row per closed month, revision, scheme and agent scored, as it was. reached: the grade by threshold of who is '
    'ranked; why: in words, what kept the agent from it, or from a rank. place: first or last among those it was '
    'ranked with; nobody when fewer than two were ranked or all shared one rank.';

alter type score.person add attribute why text;

-- All of them have more columns from here on; the views of the first two go with them.
drop view if exists merit.score, merit.own_score;
drop function if exists score.results(date);
drop function if exists merit.own_scores(date);
drop function if exists score.graded(date, text, integer);
drop function if exists score.grades(score.point[], score.person[], text, integer);
drop function if exists score.ranked(score.point[], score.person[], boolean);
drop function if exists score.standing(date, text, integer, text[]);
