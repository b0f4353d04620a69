-- 0039: the distinct customers of teams and of the shop, of months whose buyers meritd retain deletes.

create table rollup.sealed_buyers (
    whose    text not null check (whose in ('team', 'shop')),
    name     text collate "C" not null,
    grain    text not null check (grain in ('day', 'month')),
    start    date not null,
    orderers bigint,
    payers   bigint,
    buyers   bigint,
    primary key (whose, grain, start, name)
);
comment on table rollup.sealed_buyers is
    'One row per team with buyers, and the shop (named ''''), and day or month before ref.kept_from(): the distinct customers who '
    'ordered, paid and bought (as in rollup.agent_period), counted before settled.buyer lost them. The shop''s row of a month is '
    'always there when its days were counted too; NULL in it: they were deleted before this was counted, so nobody knows.';

insert into rollup.sealed_buyers (whose, name, grain, start)
select 'shop', '', 'month', r.start
  from (select distinct p.start from rollup.agent_period p where p.grain = 'month') r
 where r.start < (select s.kept_from from ref.shop s);
