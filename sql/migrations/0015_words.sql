-- 0015: what people read is in the shop's language.

alter table ref.shop add column language text check (language in ('zh', 'en'));
update ref.shop set language = case currency when 'CNY' then 'zh' else 'en' end;
alter table ref.shop alter column language set not null;
comment on table ref.shop is
    'The one shop of this database, written by meritd migrate: id (NULL: events of every shop are taken), '
    'IANA zone, cut-over of the business day, ISO 4217 currency, Kafka topics, fingerprint of the customer key, and the '
    'language of what leads, agents and payroll read: zh or en.';

-- The default is a sentence in that language, and no text of the settings.
alter table period.setting alter column appeal_note drop default, alter column appeal_note drop not null;
update period.setting set appeal_note = null
 where appeal_note = 'Appeal to your team lead: the indicator, and the reason.';

comment on column period.result.why is 'A message of ref.say, or, of what was closed before this migration, a sentence.';
comment on column period.action.because is 'A message of ref.say, or, of what was closed before this migration, a sentence.';
comment on column period.action_change.note is 'What a person wrote; of a revision, a message of ref.say.';
comment on column pay.ledger.note is 'What a person wrote; else a message of ref.say (before this migration, a sentence).';

-- They have another column from here on.
drop view if exists merit.pay_statement;
drop function if exists pay.statement_rows();
