-- 0007: marks and targets can be set aside; appeals know who filed them; exclusions know what they change.

-- Surveys follow a conversation to its last agent, and to its customer.
alter type ingest.conversation_row rename attribute last_agent_changed to surveys_follow;

-- Marks and targets are left out as other facts are.
alter table fact.exclusion drop constraint exclusion_kind_check;
alter table fact.exclusion add constraint exclusion_kind_check
    check (kind in ('conversation', 'order', 'ticket', 'survey', 'customer', 'credit', 'mark', 'target'));
comment on table fact.exclusion is
    'One row per fact left out of all numbers (conversation, order, ticket; survey, mark, target by its hash; customer by '
    'its pseudonym) or order credited to another agent (credit, credit_to): why, who, when, on what evidence, after which '
    'appeal. It holds until it is ended; it is never deleted.';

create table fact.exclusion_effect (
    exclusion bigint not null references fact.exclusion,
    ending    boolean not null,
    month     date not null,
    agent     text collate "C" not null,
    item      text not null,
    name      text collate "C" not null,
    before    text,
    after     text,
    primary key (exclusion, ending, month, agent, item, name)
);
comment on table fact.exclusion_effect is
    'One row per number that an exclusion changed when it was made, or when it ended: metric, and total, rank and grade by '
    'the scheme that pays, as text; NULL: there was none.';
create trigger refuse_change before update or delete or truncate on fact.exclusion_effect
    for each statement execute function period.refuse_change();
alter table fact.exclusion_effect enable always trigger refuse_change;

-- Who files never decides: by the login that filed, and the agent that it stood for. Of older appeals the record names it.
alter table period.appeal add column login text, add column filer text collate "C";
alter table period.appeal disable trigger refuse_change;
update period.appeal set login = coalesce(substring(filed_by from '\(([^()]*)\)$'), filed_by);
alter table period.appeal enable always trigger refuse_change;
alter table period.appeal alter column login set not null;
comment on table period.appeal is
    'One row per appeal of an agent against an indicator of a closed month; login, filer: the login that filed, and the '
    'agent that it stands for.';

-- It takes a day from here on.
drop function if exists merit.may_act_for(text);

create type period.number as (month date, agent text, item text, name text, value text);
comment on type period.number is 'A row of period.numbers: a number of an agent''s month, as text.';
