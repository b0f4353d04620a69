create or replace function post.words(language text) returns jsonb
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select case language
    when 'en' then '{"ranking": "Ranking", "revision": "Revision of the ranking", "reason": "Why", "rewards": "Rewards",
                     "difference": "What changed", "complete": "Data complete up to", "appeal": "Appeal",
                     "until": "until", "reward first": "first", "penalty last": "last",
                     "reward first_streak": "three firsts running", "reversal": "Money taken back",
                     "reversal first": "first, taken back", "reversal last": "last, taken back",
                     "reversal first_streak": "firsts running, taken back",
                     "how": "Appeal to your team lead: the indicator, and the reason."}'::jsonb
    else '{"ranking": "客服绩效排名", "revision": "客服绩效排名（修订）", "reason": "原因", "rewards": "奖惩",
           "difference": "变动", "complete": "数据截至", "appeal": "申诉", "until": "截止", "reward first": "第一名",
           "penalty last": "最后一名", "reward first_streak": "连续第一", "reversal": "客服绩效奖惩（冲销）", "reversal first": "第一名，冲销",
           "reversal last": "最后一名，冲销", "reversal first_streak": "连续第一，冲销",
           "how": "向组长提出，写明指标和理由。"}'::jsonb
    end
$$;

comment on function post.words(text) is 'The words of a posting as text, in a language: zh or en.';
