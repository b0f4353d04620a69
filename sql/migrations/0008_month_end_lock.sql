-- 0008: one lock of the month's end, input that is never rewritten, settlements that can be corrected, and a journal that
-- hashes what is decided.

-- the lock ----------------------------------------------------------------------------------------

create table period.month_end (
    singleton boolean primary key default true check (singleton)
);
comment on table period.month_end is
    'No rows: whoever locks it has the month''s end for itself (period.lock). Nobody but the owner may, for no role is '
    'granted more than to read it.';

-- results from rows ---------------------------------------------------------------------------------

create type score.point as (
    agent text, "position" smallint, indicator text, value numeric, points numeric, weight numeric, better text);
comment on type score.point is 'A row of score.points: an agent''s value and points of an indicator.';

create type score.person as (agent text, team text, barred text);
comment on type score.person is 'A row of score.standing: an agent''s team, and what bars it from being ranked.';

-- Totals and grades are calculated from such rows, live or frozen, from here on.
drop function if exists score.totals(date, text, integer);
drop function if exists period.freeze(date, integer, text);
drop function if exists period.shut(date, integer, text, timestamptz, text, text, jsonb, jsonb);
