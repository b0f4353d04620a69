create or replace function pay.verify_journal() returns setof text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with chained as materialized (  -- one row per entry, with what it must be
        select j.*, pay.entry_hash(j) as fresh, lag(j.hash, 1, repeat('0', 64)) over (order by j.entry) as before,
               row_number() over (order by j.entry) as place
          from pay.journal j
    ), last as materialized (  -- of each row
        select distinct on (c.relation, c.key) c.* from chained c order by c.relation, c.key, c.entry desc
    ), held as materialized (  -- an undecided appeal and an acknowledgement may not have its entry yet (period.record_appeals)
        select r.* from pay.hashed_rows() r
         where r.relation not in ('period.appeal', 'period.acknowledgement')
            or exists (select from last l where (l.relation, l.key) = (r.relation, r.key))
            or exists (select from period.appeal_decision d where d.appeal::text = r.key)
    )
    select format('entry %s of the journal was changed', c.entry) from chained c where c.fresh <> c.hash
    union all
    select format('entry %s of the journal does not follow the one before it', c.entry)
      from chained c where c.prev_hash <> c.before or c.entry <> c.place
    union all
    select format('no entry of the journal has the head of the posting of %s, revision %s: entries were removed since',
                  coalesce(m.term, period.month_name(m.month)), m.revision)
      from post.message m
     where m.content ->> 'journal_head' <> repeat('0', 64)
       and not exists (select from chained c where c.fresh = m.content ->> 'journal_head')
    union all
    select case when r.key is null then format('%s %s is missing', l.relation, l.key)
                when l.key is null then format('%s %s was not written by meritd', r.relation, r.key)
                else format('%s %s was changed', r.relation, r.key) end
      from last l
      full join held r on (r.relation, r.key) = (l.relation, l.key)
      left join pay.hashed() h on (h.relation, h.version) = (l.relation, l.version)
     where l.key is null or r.key is null or pay.digest(r.row_content, h.columns) is distinct from l.content
$$;

comment on function pay.verify_journal() is
    'One row per problem: entries that were changed or do not follow each other; heads that a posting stated and no entry '
    'has; rows of the tables in pay.hashed that were changed, removed, or not written by our functions.';
