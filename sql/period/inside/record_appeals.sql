-- An appeal is filed, and a result acknowledged, without the lock of the month's end, because an agent could keep that lock. The next
-- holder of the lock writes the entry.

create or replace function period.record_appeals() returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    select pay.record_all(array(
        select a from period.appeal a
         where not exists (select from pay.journal j where (j.relation, j.key) = ('period.appeal', a.id::text))
         order by a.id));
    select pay.record_all(array(
        select a from period.acknowledgement a
         where not exists (select from pay.journal j where (j.relation, j.key) = ('period.acknowledgement', a.id::text))
         order by a.id))
$$;

comment on function period.record_appeals() is
    'Writes the journal entries of appeals filed and results acknowledged since. Called before an appeal is decided, and before a posting states '
    'the head.';
