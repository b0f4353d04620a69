create or replace function score.put(for_month date, rules jsonb, hours jsonb, draft jsonb) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    after constant ref.rule_set := jsonb_populate_record(
        ref.rules_on(for_month), coalesce(rules, '{}') || jsonb_build_object('effective', for_month));
    name  constant text := draft ->> 'scheme';
    next  constant integer := (select coalesce(max(s.version), 0) + 1 from score.scheme s where s.scheme = name);
begin
    if exists (select from settled.contact) then
        raise exception 'this puts what nothing is settled of: it is for a copy (score.copy_rooms)';
    end if;
    delete from ref.rule_set r where r.effective = for_month;
    insert into ref.rule_set select after.*;
    if hours is not null then
        insert into ref.service_hours (effective, document) values (for_month, hours);
        perform ref.write_open_spans();
    end if;
    if draft is not null then
        insert into score.scheme (scheme, version, effective, document, checksum) values (name, next, for_month, draft, '');
        perform score.load_indicators(name, next, draft);
        perform score.load_grades(name, next, draft);
    end if;
end $$;

comment on function score.put(date, jsonb, jsonb, jsonb) is
    'Puts rules and hours from a month on and a draft of a scheme into a copy of the rooms (score.copy_rooms), unlocked and unchecked.';
