create or replace function fact.texts_naming(id text) returns setof text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with written (place, content) as (
        select format('appeal %s', a.id), concat_ws(' ', a.reason, d.note)
          from period.appeal a
          left join period.appeal_decision d on d.appeal = a.id
        union all
        select format('exclusion %s', e.id), concat_ws(' ', e.reason, e.evidence, e.ended_reason) from fact.exclusion e
        union all
        select format('close of %s, revision %s', period.month_name(c.month), c.revision),
               concat_ws(' ', c.reason, (select string_agg(m ->> 'message', ' ')
                                           from jsonb_array_elements(c.overridden || c.accepted) m))
          from period.closing c
        union all
        select format('close of %s, revision %s', c.term, c.revision),
               concat_ws(' ', c.reason, (select string_agg(m ->> 'message', ' ')
                                           from jsonb_array_elements(c.overridden || c.accepted) m))
          from period.term_closing c
        union all
        select format('evidence %s', e.id), concat_ws(' ', e.evidence, e.who, e.what, n.reason)
          from period.grade_evidence e
          left join period.grade_evidence_end n on n.evidence = e.id
        union all
        select format('skipping of %s', period.month_name(s.month)), s.reason from period.skipped s
        union all
        select format('action %s', c.action), c.note from period.action_change c
        union all
        select format('pay input %s', i.id), i.reason from pay.input i
        union all
        select format('ledger line %s', l.line), l.note from pay.ledger l
        union all
        select format('clearing %s of dead letters', c.id), c.reason from ingest.dead_letter_clearing c
        union all
        select format('posting %s', m.id), m.content ->> 'reason' from post.message m
        union all
        select format('posting %s', t.message), t.answer from post.attempt t
    )
    select distinct w.place from written w where strpos(w.content, texts_naming.id) > 0 order by w.place
$$;

comment on function fact.texts_naming(text) is
    'The records that stay and may name a customer by id, in what a person wrote or a receiver answered: a kind and a number, each '
    'once.';
