-- 0023: customers are forgotten on request (meritd forget).

create table ingest.forgetting (
    id            bigint generated always as identity primary key,
    forgotten_at  timestamptz not null,
    forgotten_by  text not null,
    conversations bigint not null,
    orders        bigint not null,
    tickets       bigint not null,
    surveys       bigint not null,
    letters       bigint not null
);
comment on table ingest.forgetting is
    'One row per time that a customer was forgotten: by whom, how many things got another pseudonym, and how many dead letters '
    'were deleted. Not who it was: neither the id nor a pseudonym.';
