create or replace view merit.exclusion as select * from merit.exclusions();

comment on view merit.exclusion is
    'One row per exclusion, month and agent whose numbers it changed, as far as the caller may see them: merit.exclusions.';
