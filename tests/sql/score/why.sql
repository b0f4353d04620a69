-- A closed month keeps why; what was closed before it was kept has the hash that it had.
begin;
\ir ../period/fixture.psql
select plan(2);

select fixture.staff('cui', status => 'probation');
select fixture.month('2025-01-01', '{"an": 100, "bo": 70, "cui": 100}');
select fixture.close('2025-01-01');
select is((select string_agg(concat_ws(' | ', agent, total, grade, reached, barred, why), ', ' order by agent) from merit.result),
          'an | 100.00 | 中等 | 特优 | 95 reached; 10 % of a team of 2 is no place, bo | 70.00 | 中等 | 中等, cui | 100.00 | status | status probation is not ranked',
          'as it was said when it was closed');

insert into period.result (month, revision, scheme, agent, scope, total, grade, rank)
values ('2024-01-01', 0, 'shop-service', 'an', 'shop', 100.00, '特优', 1);
select is(period.result_hash('2024-01-01', 0), encode(sha256(convert_to('result ' ||
              '{"name": null, "rank": 1, "team": null, "agent": "an", "grade": "特优", "month": "2024-01-01", "place": null, "scope": "shop", '
              '"total": 100.00, "barred": null, "scheme": "shop-service", "employee": null, "revision": 0}', 'UTF8')), 'hex'),
          'a row without the later columns is hashed as before them');

select * from finish();
rollback;
