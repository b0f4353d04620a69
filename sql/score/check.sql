create or replace function score.check(document jsonb)
returns table (path text, problem text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select p.path, p.problem from ref.shape_problems(document, score.scheme_shape()) p
    union all
    select p.path, p.problem from score.indicator_problems(document) p
    union all
    select p.path, p.problem from score.grade_problems(document) p
    union all
    select p.path, p.problem from score.share_problems(document) p
    union all
    select p.path, p.problem from score.pay_problems(document) p
    union all
    select p.path, p.problem from score.signature_problems(document) p
    union all
    select p.path, p.problem from score.approval_problems(document) p
    union all
    select p.path, p.problem from score.review_problems(document) p
    union all
    select p.path, p.problem from score.evidence_problems(document) p
    union all
    select p.path, p.problem from score.term_problems(document) p
    union all
    select p.path, p.problem from score.people_problems(document) p
    union all
    select p.path, p.problem from score.agreement_problems(document) p
     order by 1, 2;
end $$;

comment on function score.check(jsonb) is
    'One row per problem of a scheme document, all at once: the JSON path ($.indicators[0].weight), and what would be '
    'right.';
