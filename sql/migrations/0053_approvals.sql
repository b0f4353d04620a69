-- 0053: approvals by amount, and who may sign which step.

create type period.amount as (agent text collate "C", reason text collate "C", amount numeric);
comment on type period.amount is
    'What an agent gets (> 0) or loses (< 0) by one reason of a month''s close; of a revision what changes, in the shop''s currency, as '
    'period.amounts_of has it.';

alter table period.signature drop constraint signature_step_check;
alter table period.signature drop constraint signature_month_revision_content_login_key;
alter table period.signature
    add column signer  text collate "C",
    add column amounts jsonb,
    add column agents  text[] not null default '{}',
    add column logins  text[] not null default '{}';
comment on column period.signature.step is 'A step of the scheme''s signatures or, of an approval, the signer whose it is.';
comment on column period.signature.signer is 'As whom, where the scheme says who signs the step (signers); NULL: it says nothing.';
comment on column period.signature.amounts is 'Of an approval: what was approved, [{agent, reason, amount}]; NULL: of another step.';
comment on column period.signature.agents is 'The agents that the person was then (merit.selves). Signatures from before schema 53 have none.';
comment on column period.signature.logins is 'The logins by which the person acted. Signatures from before schema 53 have none.';

drop view if exists merit.signature;
drop function if exists merit.signatures();
