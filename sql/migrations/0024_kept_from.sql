-- 0024: old facts are deleted (meritd retain); what lies before a month stays as it was summed up.

alter table ref.shop add kept_from date check (kept_from = date_trunc('month', kept_from)::date);
comment on column ref.shop.kept_from is
    'The first day of which facts are kept, a month''s first; NULL: all are. What happened earlier is skipped, and roll-ups of '
    'earlier days never change. Moved forward by fact.keep_from alone.';
