/* The names of event types and reasons: each its own, as docs/events.md and the tables have them. */
#include "model/event.h"
#include "model/reason.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_types_begin_with_their_entity(void **state)
{
    static const char *const prefixes[] = {
        [ENTITY_CHAT] = "chat.",     [ENTITY_ORDER] = "order.", [ENTITY_TICKET] = "ticket.",
        [ENTITY_SURVEY] = "survey.", [ENTITY_MARK] = "mark.",   [ENTITY_TALLY] = "tally.",
        [ENTITY_TARGET] = "target.", [ENTITY_AGENT] = "agent.",
    };

    (void)state;
    assert_int_equal(EVENT_TYPE_COUNT, 23);
    for (int type = 0; type < EVENT_TYPE_COUNT; type++) {
        const char *prefix = prefixes[event_type_entity((enum event_type)type)];
        const char *name = event_type_name((enum event_type)type);
        assert_int_equal(strncmp(name, prefix, strlen(prefix)), 0);
        for (int other = 0; other < type; other++)
            assert_string_not_equal(name, event_type_name((enum event_type)other));
    }
    assert_string_equal(event_type_name(EVENT_CHAT_MESSAGE), "chat.message");
    assert_string_equal(event_type_name(EVENT_AGENT_UPDATED), "agent.updated");
}

/* Event order is the rank of the type within its entity: the enum must keep it. */
static void test_types_stand_in_event_order(void **state)
{
    (void)state;
    assert_true(EVENT_ORDER_CREATED < EVENT_ORDER_UPDATED);
    assert_true(EVENT_ORDER_UPDATED < EVENT_ORDER_PAID);
    assert_true(EVENT_ORDER_PAID < EVENT_ORDER_REFUNDED);
    assert_true(EVENT_ORDER_REFUNDED < EVENT_ORDER_CANCELLED);
    assert_true(EVENT_TICKET_CREATED < EVENT_TICKET_ASSIGNED);
    assert_true(EVENT_TICKET_ASSIGNED < EVENT_TICKET_REPLIED);
    assert_true(EVENT_TICKET_REPLIED < EVENT_TICKET_PENDED);
    assert_true(EVENT_TICKET_PENDED < EVENT_TICKET_RESUMED);
    assert_true(EVENT_TICKET_RESUMED < EVENT_TICKET_RESOLVED);
    assert_true(EVENT_TICKET_RESOLVED < EVENT_TICKET_REOPENED);
    assert_true(EVENT_TICKET_REOPENED < EVENT_TICKET_CLOSED);
    assert_true(EVENT_TICKET_CLOSED < EVENT_TICKET_MERGED);
    assert_true(CHAT_CUSTOMER < CHAT_MACHINE && CHAT_MACHINE < CHAT_ASSIGNED);
    assert_true(CHAT_ASSIGNED < CHAT_AGENT && CHAT_AGENT < CHAT_TRANSFERRED);
    assert_true(CHAT_TRANSFERRED < CHAT_CLOSED);
}

static void test_reasons_have_names(void **state)
{
    (void)state;
    for (int reason = 0; reason < REASON_COUNT; reason++)
        for (int other = 0; other < reason; other++)
            assert_string_not_equal(reason_name((enum reason)reason),
                                    reason_name((enum reason)other));
    assert_string_equal(reason_name(REASON_NOT_UTF8), "not_utf8");
    assert_string_equal(reason_name(REASON_REFUSED_BY_STORE), "refused_by_store");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types_begin_with_their_entity),
        cmocka_unit_test(test_types_stand_in_event_order),
        cmocka_unit_test(test_reasons_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
