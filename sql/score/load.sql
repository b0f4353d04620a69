create or replace function score.load(document jsonb, effective date default '2000-01-01')
returns integer
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    name        constant text := document ->> 'scheme';
    first_month constant date := date_trunc('month', effective)::date;
    digest      constant text := encode(sha256(convert_to(document::text, 'UTF8')), 'hex');
    problems    text;
    n           integer;
    loaded      integer;
begin
    if document is null or effective is null then
        raise exception 'a scheme needs a document and a first month' using errcode = 'null_value_not_allowed';
    end if;
    select count(*), string_agg(c.path || ': ' || c.problem, e'\n') into n, problems from score.check(document) c;
    if n > 0 then
        raise exception 'scheme % refused: % problem(s)', coalesce(name, '(without a name)'), n
            using errcode = 'invalid_parameter_value', detail = problems;
    end if;

    -- One load at a time, so that versions have no gap and two equal loads make one version; and no load during a close.
    perform period.lock();
    select f.version into loaded
      from score.in_force(first_month, document ->> 'period') f
      join score.scheme s on s.scheme = f.scheme and s.version = f.version
     where f.scheme = name and s.checksum = digest;
    if found then
        return loaded;
    end if;
    select coalesce(max(s.version), 0) + 1 into loaded from score.scheme s where s.scheme = name;
    insert into score.scheme (scheme, version, effective, document, checksum, period)
    values (name, loaded, first_month, document, digest, document ->> 'period');
    perform score.load_indicators(name, loaded, document);
    perform score.load_grades(name, loaded, document);
    return loaded;
end $$;

comment on function score.load(jsonb, date) is
    'Loads a scheme document as a new version, in force from the month of effective, and returns the version. A document '
    'that is already in force in that month is not loaded again. A document with problems raises one error (22023), whose '
    'detail lists every problem on a line of its own, as score.check names them.';
