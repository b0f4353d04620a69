-- 0012: what is taken back between a close and a revision is posted too; a month and revision has one posting more for each.

alter table post.message
    add column sequence integer not null generated always as (coalesce((content ->> 'sequence')::integer, 0)) stored,
    drop constraint message_month_revision_key,
    drop constraint message_kind_check,
    add constraint message_kind_check check (kind in ('ranking', 'revision', 'reversal')),
    add unique (month, revision, sequence);
comment on table post.message is
    'One row per posting, written by the transaction that closes or revises the month, or takes money back. sequence: 0 of '
    'the close or revision itself, then 1, 2, … of what was taken back since; it stands in content, and is hashed with that. '
    'created_at: the instant of posting; the days of appeal run from that of sequence 0.';

-- It answers what it wrote, from here on.
drop function if exists post.write(date, integer, timestamptz);
