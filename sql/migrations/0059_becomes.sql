-- 0059: who approves a change of an amount looks at what it becomes, too, so an approval shows that. And a signature keeps who the
-- person was on that day, not every account that ever was theirs.

alter type period.amount add attribute becomes numeric;
comment on type period.amount is
    'What an agent gets (> 0) or loses (< 0) by one reason of a month''s close; of a revision what changes (amount), and what it is then (becomes), in '
    'the shop''s currency, as period.amounts_of has it.';
comment on column period.signature.amounts is
    'Of an approval: what was approved, [{agent, reason, amount, becomes}]; NULL: of another step. Signatures from before schema 59 have no becomes.';
comment on column period.signature.agents is
    'The agents that the person was on that day (merit.self_on). Signatures from before schema 53 have none, those from before schema 59 all '
    'that the person ever was (merit.selves).';

drop function if exists period.due_signatures(date, boolean);
