-- 0064: approvals of what longer periods pay; samples of who had fewer conversations than a sample has.

create table rollup.sealed_conversations (
    month         date not null,
    agent         text collate "C" not null,
    conversations bigint not null,
    primary key (month, agent)
);
comment on table rollup.sealed_conversations is
    'One row per month before ref.kept_from() and agent: in how many conversations the agent wrote, counted before facts were deleted (rollup.seal). None of months '
    'that were sealed before there was this table.';

-- Other parameters, or others' names.
drop function if exists pay.items_known(jsonb);
drop function if exists period.figures_now(date, text, integer, jsonb);
drop function if exists period.amounts_of(date, integer, score.scheme, period.result[], period.streak[], period.item[]);
drop function if exists period.term_rewards(text, integer, text, integer);
drop function if exists period.share_actions(text, integer, text, jsonb);
drop function if exists period.count_actions(text, integer, text, integer, jsonb);
