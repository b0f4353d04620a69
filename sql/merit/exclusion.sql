create or replace view merit.exclusion as select * from merit.exclusions(null);

comment on view merit.exclusion is
    'One row per exclusion, month and agent whose numbers it changed, as far as the caller may see them '
    '(merit.exclusions).';

comment on column merit.exclusion.id is 'The number by which meritd exclude names it.';
comment on column merit.exclusion.kind is
    'What is excluded: conversation, order, ticket, survey, customer, mark or target; credit: an order goes to credit_to.';
comment on column merit.exclusion.reference is 'Its id.';
comment on column merit.exclusion.credit_to is 'The agent who gets the credit instead; NULL for other kinds.';
comment on column merit.exclusion.reason is 'Why, in the words of the person who made it.';
comment on column merit.exclusion.evidence is 'The evidence given; NULL: none.';
comment on column merit.exclusion.appeal is 'The appeal that it follows from; NULL: none.';
comment on column merit.exclusion.excluded_at is 'When it was made.';
comment on column merit.exclusion.excluded_by is 'Who made it.';
comment on column merit.exclusion.ended_at is 'When it was ended; NULL while it is in force.';
comment on column merit.exclusion.ended_by is 'Who ended it.';
comment on column merit.exclusion.ended_reason is 'Why it was ended.';
comment on column merit.exclusion.month is 'The first day of the business month; NULL: of a longer period, or it changed no number.';
comment on column merit.exclusion.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.exclusion.changed is 'Each number of the agent and month that it changed: name before → after.';
comment on column merit.exclusion.term is 'The quarter, half-year or year whose numbers it changed (2026-Q4); NULL: those of a month.';
