-- 0058: with the scores of a month are kept its warnings about agents, which follow from the same (0022, 0038): merit.period
-- looked for targets and marks of everybody for each reader and each open month.

alter table score.kept add warnings jsonb;
comment on column score.kept.warnings is 'What period.agent_warnings finds of the month, which is not closed; NULL: not kept.';
