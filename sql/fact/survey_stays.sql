-- Without the first statement of an answer, a correction of it would be an answer of its own, on its own day.

create or replace function fact.survey_stays(survey fact.survey, kept_from date) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select survey.day >= kept_from
        or exists (select from fact.survey v
                    where v.survey = (survey_stays.survey).survey and v.dimension is not distinct from (survey_stays.survey).dimension
                      and v.day >= kept_from)
$$;

comment on function fact.survey_stays(fact.survey, date) is
    'Whether a survey stays when facts are kept from a day on: it, or what corrects the same answer, is of then.';
