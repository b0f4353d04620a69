-- Runs on documents of any shape, as score.indicator_problems does.

create or replace function score.approval_problems(document jsonb)
returns table (path text, problem text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with signer as materialized (  -- one row per signer that is an object
        select x.item, x.i, x.item ->> 'signer' as name, format('$.signers[%s]', x.i - 1) as place
          from jsonb_path_query(document, 'strict $.signers[*]', silent => true) with ordinality as x(item, i)
         where jsonb_typeof(x.item) = 'object'
    ), known as (
        select coalesce(array_agg(s.name order by s.i) filter (where s.name is not null), '{}') as names from signer s
    ), approval as materialized (  -- one row per approval that is an object, with its limit: 5000 itself is above what is below 5000
        select x.item, x.i, format('$.approvals[%s]', x.i - 1) as place, x.i = count(*) over () as is_last,
               case when jsonb_typeof(x.item -> 'below') = 'number' then (x.item ->> 'below')::numeric
                    when jsonb_typeof(x.item -> 'up_to') = 'number' then (x.item ->> 'up_to')::numeric end as edge,
               (not x.item ? 'below')::integer as reaches
          from jsonb_path_query(document, 'strict $.approvals[*]', silent => true) with ordinality as x(item, i)
         where jsonb_typeof(x.item) = 'object'
    ), named as (  -- one row per place that names a signer
        select s.place || format('.stands_in_for[%s]', f.i - 1) as place, f.item
          from signer s
         cross join lateral jsonb_path_query(s.item, 'strict $.stands_in_for[*]', silent => true) with ordinality as f(item, i)
        union all
        select '$.signed_by.' || b.key, b.value
          from jsonb_each(case when jsonb_typeof(document -> 'signed_by') = 'object' then document -> 'signed_by' end) b
         where b.key <> 'comment'
        union all
        select a.place || '.by', a.item -> 'by' from approval a
    )
    select s.place || '.signer', format('must be unique; %s stands above already', s.name)
      from signer s where exists (select from signer other where other.name = s.name and other.i < s.i)
    union all
    select s.place || '.signer', format('must not be %s: that is a step of signatures', s.name)
      from signer s where s.name in ('submit', 'review', 'approve', 'file')
    union all
    select s.place, 'needs roles, or agents' from signer s where not s.item ?| '{roles,agents}'
    union all
    select s.place || '.stands_in_for', 'must be others; is ' || s.name
      from signer s where s.item -> 'stands_in_for' ? s.name
    union all
    select n.place, format('must be one of signers; is %s%s', ref.excerpt(n.item), '; did you mean ' || ref.nearest(n.item #>> '{}', k.names) || '?')
      from named n
     cross join known k
     where jsonb_typeof(n.item) = 'string' and n.item #>> '{}' <> all (k.names)
    union all
    select '$.signed_by.' || b.key, 'must be a step of signatures'
      from jsonb_each(case when jsonb_typeof(document -> 'signed_by') = 'object' then document -> 'signed_by' end) b
     where b.key in ('submit', 'review', 'approve', 'file') and (document -> 'signatures' ? b.key) is not true
    union all
    select a.place, case when a.is_last then 'must have neither below nor up_to: the last approves whatever is above' else 'needs exactly one of below, up_to' end
      from approval a
     where (a.item ? 'below')::integer + (a.item ? 'up_to')::integer <> (not a.is_last)::integer
    union all
    select a.place || case when a.reaches = 1 then '.up_to' else '.below' end,
           format('must be above that of the approval before; %s stands there already', trim_scale(b.edge))
      from approval a
      join approval b on b.i = a.i - 1
     where (a.edge, a.reaches) <= (b.edge, b.reaches)
    union all
    select a.place || '.by', format('must be unique; %s stands above already', a.item ->> 'by')
      from approval a where exists (select from approval other where other.item -> 'by' = a.item -> 'by' and other.i < a.i)
    union all
    select '$.approvals', 'needs rewards, pay.items or, of longer periods, awards with an amount: there is nothing to approve'
     where document ? 'approvals' and not document ? 'rewards'
       and not jsonb_path_exists(document, 'lax $.pay.items') and not jsonb_path_exists(document, 'lax $.terms.*.pay.items')
       and not jsonb_path_exists(document, 'lax $.shares.*[*].amount') and not jsonb_path_exists(document, 'lax $.counts.*[*].amount')
$$;

comment on function score.approval_problems(jsonb) is
    'The part of score.check for who signs and approves: signers that are named, limits in order.';
