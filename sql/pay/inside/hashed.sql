-- Never change a version that was in use. To hash a new column, add a version of its table; rows written before keep their
-- own version.

create or replace function pay.hashed() returns table (relation text, version integer, key text[], columns text[])
language sql immutable rows 16
set search_path = pg_catalog, pg_temp
as $$
    select v.relation, v.version, v.key::text[], v.columns::text[]
      from (values
           ('period.closing', 1, '{month,revision}',
            '{month,revision,as_of,recorded_at,closed_by,reason,final_from,complete_up_to,overridden,accepted,rules,scheme,'
            'exclusions,input_hash,result_hash}'),
           ('period.skipped', 1, '{month}', '{month,skipped_at,skipped_by,reason}'),
           ('period.appeal_decision', 1, '{appeal}', '{appeal,accepted,note,decided_at,decided_by}'),
           ('pay.settlement', 1, '{month,revision,correction}',
            '{month,revision,correction,settled_at,settled_by,inputs,minimum,ledger_line}'),
           ('pay.settlement', 2, '{month,revision,correction}',
            '{month,revision,correction,settled_at,settled_by,inputs,minimum,ledger_line,salt}'),
           ('pay.settlement', 3, '{month,term,revision,correction}',
            '{month,revision,correction,settled_at,settled_by,inputs,minimum,ledger_line,salt,term}'),
           ('pay.input', 1, '{id}', '{id,month,agent,input,amount,reason,set_at,set_by}'),
           ('pay.input', 2, '{id}', '{id,month,agent,input,amount,reason,set_at,set_by,salt}'),
           ('pay.input', 3, '{id}', '{id,month,agent,input,amount,reason,set_at,set_by,salt,term}'),
           ('period.appeal', 1, '{id}', '{id,month,revision,agent,indicator,reason,filed_at,filed_by,login,filer}'),
           ('period.appeal', 2, '{id}', '{id,month,revision,agent,indicator,reason,filed_at,filed_by,login,filer,term}'),
           ('period.action', 1, '{id}', '{id,month,revision,agent,action,because,due}'),
           ('period.action', 2, '{id}', '{id,month,revision,agent,action,because,due,term}'),
           ('period.action_change', 1, '{id}', '{id,action,state,changed_at,changed_by,note}'),
           ('period.action_change', 2, '{id}', '{id,action,state,changed_at,changed_by,note,month,revision,because,due}'),
           ('period.action_change', 3, '{id}',
            '{id,action,state,changed_at,changed_by,note,month,revision,because,due,term,term_revision}'),
           ('period.term_closing', 1, '{term,revision}',
            '{term,revision,as_of,recorded_at,closed_by,reason,overridden,accepted,scheme,input_hash,result_hash}'),
           ('fact.exclusion_effect', 1, '{id}', '{id,exclusion,ending,month,agent,item,name,before,after}'),
           ('fact.exclusion_effect', 2, '{id}', '{id,exclusion,ending,month,agent,item,name,before,after,term}'),
           ('period.signature', 1, '{id}', '{id,month,revision,step,content,signed_at,signed_by,login}'),
           ('period.signature', 2, '{id}', '{id,month,revision,step,content,signed_at,signed_by,login,signer,amounts,agents,logins}'),
           ('period.signature', 3, '{id}', '{id,month,revision,step,content,signed_at,signed_by,login,signer,amounts,agents,logins,term}'),
           ('period.acknowledgement', 1, '{id}', '{id,month,revision,agent,acknowledged_at,acknowledged_by,login}'),
           ('period.acknowledgement', 2, '{id}', '{id,month,revision,agent,acknowledged_at,acknowledged_by,login,term}'),
           ('period.grade_evidence', 1, '{id}', '{id,month,agent,grade,evidence,who,what,happened_on,filed_at,filed_by,login}'),
           ('period.grade_evidence', 2, '{id}', '{id,month,agent,grade,evidence,who,what,happened_on,filed_at,filed_by,login,term}'),
           ('period.grade_evidence_end', 1, '{evidence}', '{evidence,ended_at,ended_by,reason}'),
           ('post.message', 1, '{id}', '{id,month,revision,kind,created_at,content}'),
           ('post.message', 2, '{id}', '{id,month,revision,kind,created_at,content,term}'),
           ('fact.exclusion', 1, '{id}',
            '{id,kind,reference,credit_to,reason,evidence,appeal,excluded_at,excluded_by,ended_at,ended_by,ended_reason}')
           ) as v(relation, version, key, columns)
$$;

comment on function pay.hashed() is
    'One row per table whose rows the journal hashes, and version: the key of the table, and the columns that are hashed.';
