-- 0046: what people look at, a function a question (web), and the settings of it.

create schema web;
comment on schema web is 'Doors for a web server: one function a question, for the caller''s own rows, answered as one JSON document.';

alter table period.setting
    add column slow_seconds integer not null default 100 check (slow_seconds between 1 and 86400),
    add column chat_url     text,
    add column order_url    text;

create index orders_paid_later on settled.orders ((payment_days[cardinality(payment_days)]))
    where payment_days[cardinality(payment_days)] <> created_day;
comment on index settled.orders_paid_later is 'By the day of their last payment: orders whose last payment came on a later day than they did.';
