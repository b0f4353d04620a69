-- 0018: every type says what it is.

comment on type fact.order_event_type is 'What happened to an order; the order of the words is that of events at one instant.';
comment on type fact.ticket_event_type is 'What happened to a ticket; the order of the words is that of events at one instant.';

do $$
declare
    t record;
begin
    for t in
        select v.name, v.what
          from (values
        ('conversation_row', 'A row of fact.conversation, and the version that it replaces (NULL: none).'),
        ('part_key_row',     'The key of a row of fact.contact_part.'),
        ('part_row',         'A row of fact.contact_part; rounds by the instant they were asked and the wait in ms.'),
        ('order_event_row',  'A row of fact.order_event, the amount in minor units of the shop''s currency.'),
        ('ticket_event_row', 'A row of fact.ticket_event, the amount in minor units of the shop''s currency.'),
        ('survey_row',       'A row of fact.survey.'),
        ('mark_row',         'A row of fact.mark.'),
        ('tally_row',        'A row of fact.tally.'),
        ('target_row',       'A row of fact.target.'),
        ('agent_row',        'A row of fact.agent_event.'),
        ('dead_letter_row',  'A row of ingest.dead_letter; headers are name, value, name, value, ….'),
        ('position_row',     'A row of ingest.position.')) v(name, what)
    loop
        execute format('comment on type ingest.%I is %L', t.name,
                       t.what || ' As ingest.write takes it: its fields are those of the struct of the same name in '
                       || 'daemon/model/rows.h.');
    end loop;
end $$;
