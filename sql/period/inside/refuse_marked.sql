create or replace function period.refuse_marked(of_period text, agent text, mark text, role text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    given record;
begin
    select o.rater, o.role into given
      from period.own_marks(of_period) o
     where (o.agent, o.mark) = (refuse_marked.agent, refuse_marked.mark) and (o.otherwise or o.role <> refuse_marked.role)
     order by o.otherwise
     limit 1;
    if found then
        raise exception '%', ref.said(ref.message('refused.marked_otherwise', given.rater, mark, agent, ref.term('role', given.role)))
            using errcode = 'object_not_in_prerequisite_state';
    end if;
end $$;

comment on function period.refuse_marked(text, text, text, text) is
    'Raises 55000 when the caller has given an agent this mark in another role or from another account: it would replace the other one, '
    'or count twice.';
