create or replace function score.signers(document jsonb, step text) returns jsonb
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(s.item order by s.item ->> 'signer' <> n.signer, s.place), '[]')
      from (select coalesce(document #>> array['signed_by', step],
                            case when jsonb_path_exists(document, '$.approvals[*] ? (@.by == $step)', jsonb_build_object('step', step))
                                 then step end) as signer) n
     cross join lateral jsonb_array_elements(document -> 'signers') with ordinality as s(item, place)
     where s.item ->> 'signer' = n.signer or s.item -> 'stands_in_for' ? n.signer
$$;

comment on function score.signers(jsonb, text) is
    'The signers of a scheme''s document who may sign a step, the one who is named for it first, then those who may stand in: [{signer, '
    'roles, agents, stands_in_for}]. Empty: it says nothing about that step.';
