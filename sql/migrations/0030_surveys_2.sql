-- 0030: surveys, by version 2 of the metrics.

lock table settle.state in share update exclusive mode;  -- no settler of an older version is at work meanwhile

create index survey_answer on fact.survey (survey) where survey is not null;
comment on column fact.survey.survey is
    'The answer''s id: several rows with one id and dimension are one answer (fact.opinions_of); NULL: the row stands alone.';
comment on table settled.survey is
    'One row per answer to a survey, under the hash of its first row: the agent it counts for, its business day, (rating - 1) / '
    '(scale - 1) * 100.';

insert into ingest.dirty (surveys)  -- of orders that were never created, and of tickets and chats by what was then
select array_agg(v.hash)
  from (select hash, row_number() over (order by hash) / 10000 as batch from fact.survey) v
 group by v.batch;
