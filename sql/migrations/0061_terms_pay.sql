-- 0061: what quarters, half-years and years pay, and appeals against their results.

alter table pay.input
    alter column month drop not null,
    add column term text collate "C",
    add check (num_nonnulls(month, term) = 1);
create index input_term on pay.input (term, agent, input, id) where term is not null;
comment on column pay.input.term is 'The term that payroll gave it for; month is NULL then.';

alter table pay.settlement drop constraint settlement_pkey;
alter table pay.settlement
    alter column month drop not null,
    add column term text collate "C",
    add check (num_nonnulls(month, term) = 1),
    add column period text collate "C" generated always as (coalesce(
        term, lpad(extract(year from month)::text, 4, '0') || '-' || lpad(extract(month from month)::text, 2, '0'))) stored,
    add primary key (period, revision, correction),
    add foreign key (term, revision) references period.term_closing;
comment on column pay.settlement.term is 'The term that was settled; month is NULL then.';
comment on column pay.settlement.period is 'The name of the month or term.';
comment on column pay.ledger.reason is
    'first, last or first_streak; the award of a longer period that has an amount; of pay: the item of the scheme (pay.items).';

alter table period.appeal
    alter column month drop not null,
    add column term text collate "C",
    add check (num_nonnulls(month, term) = 1),
    add foreign key (term, revision) references period.term_closing;
create index appeal_term on period.appeal (term, agent) where term is not null;
comment on column period.appeal.term is 'The term against whose result it is; month is NULL then.';

alter table fact.exclusion_effect
    alter column month drop not null,
    add column term text collate "C",
    add check (num_nonnulls(month, term) = 1);
comment on column fact.exclusion_effect.term is 'The term whose number it is; month is NULL then.';
alter type period.number add attribute term text;

-- These have other arguments or columns from here on.
drop function if exists pay.item_inputs(jsonb);
drop function if exists period.numbers(date[]);
drop function if exists web.evidence(text, date, text, text, text, integer);
drop function if exists period.term_warnings(text, integer);
drop function if exists merit.year_terms(text, integer);
