-- 0005_receivers: how and where postings are sent stands with their receivers; senders get bodies ready to send.

alter table post.receiver add column options jsonb not null default '{}';
comment on table post.receiver is
    'One row per receiver, by name. options: how and where, by kind (post.set_receivers); URLs and secrets stand in '
    'files of the sender''s machine, which the options only name. Disabled ones are sent nothing.';

-- Both have other columns or parameters from here on.
drop function if exists post.claim(text, integer, interval, timestamptz, text[]);
drop function if exists post.answer(bigint, text, uuid, text, text, text, timestamptz);
