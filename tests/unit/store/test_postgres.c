/*
 * test_postgres.c - the store against a real, private PostgreSQL (scratch_postgres.sh): every kind of
 * row there and back, compare-and-swap, and what happens when the server says no or goes away. Skipped
 * where PostgreSQL is not installed.
 */
#include "base/time.h"
#include "store/postgres.h"
#include "store/scratch.h"
#include "store/store.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Turns until the store says something else than BUSY. */
static enum store_answer await(struct store *store)
{
    int64_t patience = clock_monotonic_ms() + 30000;

    for (;;) {
        int64_t now = clock_monotonic_ms();
        enum store_answer answer = store->ops->turn(store, now);
        if (answer != STORE_BUSY)
            return answer;
        assert_true(now < patience);
        unsigned wants = store->ops->wants(store);
        struct pollfd fd = {.fd = store->ops->fd(store)};
        fd.events = (short)((wants & STORE_WANTS_READ ? POLLIN : 0) |
                            (wants & STORE_WANTS_WRITE ? POLLOUT : 0));
        int64_t wait = store->ops->deadline_ms(store) - clock_monotonic_ms();
        poll(&fd, 1, wait < 0 ? 0 : wait > 1000 ? 1000 : (int)wait);
    }
}

static struct store *store_open(const struct postgres_options *options)
{
    struct error error;
    struct store *store = postgres_new(options, &error);

    assert_non_null(store);
    assert_int_equal(await(store), STORE_RENEWED);
    assert_int_equal(await(store), STORE_IDLE);
    return store;
}

static void store_write(struct store *store, const struct write *write)
{
    struct error error;

    assert_true(store->ops->write(store, write, &error));
    enum store_answer answer = await(store);
    if (answer != STORE_DONE)
        fail_msg("%s", store->ops->error(store)->text);
}

/* ---- connecting ---- */

static void test_settings(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct postgres_options options = scratch_options();
    struct store *store = store_open(&options);
    const struct store_settings *settings = store->ops->settings(store);
    int64_t midnight = (int64_t)date_from_civil(2026, 3, 1) * TIME_MS_PER_DAY - 8 * 3600000;

    assert_int_equal(settings->idle_ms, 24 * 3600000);
    assert_int_equal(calendar_day(&settings->calendar, midnight), date_from_civil(2026, 3, 1));
    assert_int_equal(calendar_day(&settings->calendar, midnight - 1), date_from_civil(2026, 2, 28));
    store->ops->free(store);
}

static void check_stops(const struct postgres_options *options, const char *with)
{
    struct error error;
    struct store *store = postgres_new(options, &error);

    assert_non_null(store);
    assert_int_equal(await(store), STORE_STOPPED);
    assert_int_equal(store->ops->turn(store, clock_monotonic_ms()), STORE_STOPPED);
    if (strstr(store->ops->error(store)->text, with) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", store->ops->error(store)->text, with);
    store->ops->free(store);
}

static void test_stops_at_another_database(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct postgres_options options = scratch_options();

    options.currency = "EUR";
    check_stops(&options, "EUR");
    check_stops(&options, "CNY");
    options = scratch_options();
    options.schema_version = 8;
    check_stops(&options, "meritd migrate");
    options.schema_version = 6;
    check_stops(&options, "newer");
    char other[300];
    snprintf(other, sizeof other, "host='%s' user=shop dbname=postgres", scratch_folder());
    options = scratch_options();
    options.conninfo = other;
    check_stops(&options, "meritd migrate");
}

static void test_unreachable_is_tried_again(void **state)
{
    (void)state;
    struct postgres_options options = scratch_options();
    struct error error;

    options.conninfo = "host=/nonexistent dbname=nothing";
    struct store *store = postgres_new(&options, &error);
    assert_non_null(store);
    int64_t first = 0;
    for (int64_t now = 0; now < 60000; now += 10) {
        assert_int_equal(store->ops->turn(store, now), STORE_BUSY);
        assert_true(store->ops->deadline_ms(store) > now);
        assert_true(store->ops->deadline_ms(store) <= now + 15000);
        first = now == 0 ? store->ops->deadline_ms(store) : first;
    }
    assert_in_range(first, 50, 100);
    store->ops->free(store);
}

/* ---- rows ---- */

static struct uuid uuid_of(unsigned char byte)
{
    struct uuid uuid;

    memset(uuid.bytes, byte, sizeof uuid.bytes);
    return uuid;
}

enum { AT_DAY = 20513 }; /* 2026-03-01 */
#define AT_MS (AT_DAY * TIME_MS_PER_DAY)

static void test_conversation_there_and_back(void **state)
{
    (void)state;
    NEEDS_SERVER();
    const struct answered_round answered[] = {{AT_MS, AT_MS + 1500, TIME_NONE},
                                              {AT_MS + 60000, AT_MS + 61000, AT_MS + 60250}};
    const struct round_times first[] = {{AT_MS - 9, AT_MS + 1500}};
    const int32_t first_rounds[] = {2};
    const int64_t questions[] = {AT_MS + 7};
    const struct voice voices[] = {
        {AT_MS - 1, TEXT("anna")}, {AT_MS, TEXT("ben")}, {AT_MS + 1, TEXT("chen")}};
    struct part parts[] = {
        {.key = {uuid_of(9), AT_DAY, TEXT("c1"), TEXT("chen"), TIME_NONE},
         .customer_messages = 2,
         .closing_messages = 1,
         .agent_messages = 3,
         .first_customer_at_ms = AT_MS,
         .agent_first_at_ms = TIME_NONE,
         .agent_last_at_ms = TIME_NONE,
         .intent = INTENT_PRESALE,
         .intent_at_ms = AT_MS,
         .intent_hash = UINT64_C(1) << 63,
         .answered = answered,
         .answered_count = 2,
         .first_rounds = first_rounds,
         .first_round_count = 1,
         .first_responses = first,
         .first_response_count = 1},
        {.key = {uuid_of(9), AT_DAY, TEXT("c1"), TEXT("chen"), AT_MS + TIME_MS_PER_DAY},
         .first_customer_at_ms = TIME_NONE,
         .agent_first_at_ms = TIME_NONE,
         .agent_last_at_ms = TIME_NONE,
         .intent_at_ms = TIME_NONE,
         .questions =
             {{questions, 1}, {questions, 1}, {questions, 1}, {questions, 1}, {questions, 1}}},
    };
    struct conversation_row row = {
        .conversation = TEXT("c1"),
        .version = uuid_of(1),
        .has_customer = true,
        .customer = uuid_of(9),
        .voices = voices,
        .voice_count = 3,
        .surveys_follow = true,
        .stubs = {"\0\1\xff", 3},
        .put = parts,
        .put_count = 2,
    };
    struct write write = {.conversations = {&row, 1, 1}};
    struct postgres_options options = scratch_options();
    struct store *store = store_open(&options);

    store_write(store, &write);
    assert_int_equal(store->ops->came_back(store), 0);
    assert_string_equal(look("select concat_ws('|', conversation, left(version::text, 4),"
                             " left(customer::text, 4), last_agent, encode(stubs, 'hex'))"
                             " from fact.conversation"),
                        "c1|0101|0909|chen|0001ff");
    assert_string_equal(
        look("select concat_ws('|', earlier_agents, array(select a at time zone 'UTC'"
             " from unnest(earlier_agents_at) a), last_agent_at at time zone 'UTC')"
             " from fact.conversation"),
        "{anna,ben}|{\"2026-02-28 23:59:59.999\",\"2026-03-01 00:00:00\"}|2026-03-01 00:00:00.001");
    assert_string_equal(
        look("select concat_ws('|', closing_messages, queued_ms, first_rounds, first_waits_ms,"
             " cardinality(first_asked), trailing_asked is null) from fact.contact_part"
             " where counts_after = '-infinity'"),
        "1|{NULL,250}|{2}|{1509}|1|t");
    assert_string_equal(
        look("select concat_ws('|', unanswered = trailing_asked, trailing_asked = handed_over,"
             " handed_over = bot_answered, bot_answered = first_missing, queued_ms is null,"
             " first_rounds is null, cardinality(trailing_asked)) from fact.contact_part"
             " where counts_after > '-infinity'"),
        "t|t|t|t|t|t|1");
    assert_string_equal(
        look("select string_agg(concat_ws('|', day, agent, counts_after = '-infinity',"
             " customer_messages, agent_messages, intent, intent_hash,"
             " cardinality(asked),"
             " waits_ms,"
             " cardinality(unanswered), carried_asked is null), ' '"
             " order by counts_after) from fact.contact_part"),
        "2026-03-01|chen|t|2|3|presale|0|2|{1500,1000}|t 2026-03-01|chen|f|0|0|1|t");
    store->ops->free(store);
}

static void test_compare_and_swap(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct postgres_options options = scratch_options();
    struct store *store = store_open(&options);
    struct error error;
    struct conversation_row rows[] = {
        {.conversation = TEXT("s1"), .version = uuid_of(1), .stubs = TEXT("one")},
        {.conversation = TEXT("s2"), .version = uuid_of(2), .stubs = TEXT("two")},
    };
    struct position position = {"shop",    0, 0, 5, 4, AT_MS, UINT64_MAX,
                                AT_MS + 1, 5, 0, 1, 3, AT_MS};
    struct write write = {.conversations = {rows, 2, 2}, .positions = {&position, 1, 1}};
    size_t count;

    store_write(store, &write);
    assert_int_equal(store->ops->came_back(store), 0);
    store_write(store, &write); /* the very same again: nothing comes back */
    assert_int_equal(store->ops->came_back(store), 0);

    rows[0].version = uuid_of(3); /* but it does not say which version it replaces */
    rows[1].version = uuid_of(4);
    rows[1].has_replaces = true;
    rows[1].replaces = uuid_of(2);
    position.next_offset = 9;
    store_write(store, &write);
    assert_int_equal(store->ops->came_back(store), 1);
    assert_true(store->ops->read_conversations(store, rows, 2, &error));
    assert_int_equal(await(store), STORE_DONE);
    const struct stored_conversation *stored = store->ops->conversations(store, &count);
    assert_int_equal(count, 1);
    assert_true(text_equal(stored[0].conversation, TEXT("s1")));
    assert_true(text_equal(stored[0].stubs, TEXT("one")));
    assert_true(stored[0].version.bytes[0] == 1);

    assert_true(store->ops->read_positions(store, &error));
    assert_int_equal(await(store), STORE_DONE);
    const struct position *positions = store->ops->positions(store, &count);
    assert_int_equal(count, 1);
    assert_int_equal(positions[0].next_offset, 5); /* not with what came back */
    assert_string_equal(positions[0].topic, "shop");
    assert_int_equal(positions[0].last_offset, 4);
    assert_int_equal(positions[0].last_timestamp, AT_MS);
    assert_true(positions[0].last_key_hash == UINT64_MAX);
    assert_int_equal(positions[0].caught_up_at_ms, AT_MS + 1);
    assert_int_equal(positions[0].end_offset, 5);
    assert_int_equal(positions[0].late_records, 1);
    assert_int_equal(positions[0].late_offset, 3);
    assert_int_equal(positions[0].late_at_ms, AT_MS);
    store->ops->free(store);
}

static void test_other_rows(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct header headers[] = {{TEXT("h"), TEXT("v")}, {TEXT("n"), {NULL, 0}}};
    struct order_event_row orders[] = {{.order = TEXT("o1"),
                                        .hash = 5,
                                        .type = EVENT_ORDER_PAID,
                                        .at_ms = AT_MS,
                                        .day = AT_DAY,
                                        .has_customer = true,
                                        .customer = uuid_of(8),
                                        .amount_cents = 1250,
                                        .items = -1,
                                        .flagged = FLAG_ABSENT,
                                        .pay_due_ms = TIME_NONE},
                                       {.order = TEXT("o1"),
                                        .hash = 6,
                                        .type = EVENT_ORDER_UPDATED,
                                        .at_ms = AT_MS,
                                        .day = AT_DAY,
                                        .amount_cents = -1,
                                        .items = -1,
                                        .flagged = FLAG_FALSE,
                                        .pay_due_ms = AT_MS + TIME_MS_PER_DAY}};
    struct ticket_event_row tickets[] = {{.ticket = TEXT("t1"),
                                          .hash = 6,
                                          .type = EVENT_TICKET_RESOLVED,
                                          .at_ms = AT_MS,
                                          .day = AT_DAY,
                                          .agent = TEXT("a"),
                                          .due_ms = TIME_NONE,
                                          .amount_cents = -1,
                                          .sla_met = FLAG_TRUE},
                                         {.ticket = TEXT("t1"),
                                          .hash = 7,
                                          .type = EVENT_TICKET_MERGED,
                                          .at_ms = AT_MS,
                                          .day = AT_DAY,
                                          .due_ms = TIME_NONE,
                                          .amount_cents = -1,
                                          .sla_met = FLAG_ABSENT,
                                          .into = TEXT("t2")}};
    struct survey_row survey = {.hash = 7,
                                .at_ms = AT_MS,
                                .day = AT_DAY,
                                .subject = SURVEY_ORDER,
                                .reference = TEXT("o1"),
                                .rating = 4,
                                .scale = 5,
                                .survey = TEXT("s1")};
    struct mark_row mark = {
        8, AT_MS, {TEXT("a"), TEXT("i"), TEXT("2026-03"), TEXT("r"), TEXT("lead"), 0.1, 100}};
    struct tally_row tally = {9, AT_MS, AT_DAY, {TEXT("a"), TEXT("late"), 2.5, false, 0}};
    struct target_row target = {10, AT_MS, {TEXT("a"), TEXT("2026-03"), TEXT("sales"), 1e6}};
    struct agent_row agent = {
        11,
        AT_MS,
        AT_DAY,
        {.agent = TEXT("a"), .name = TEXT("陈"), .has_joined = true, .joined = AT_DAY}};
    struct dead_letter_row letter = {.topic = TEXT("shop"),
                                     .partition = 3,
                                     .offset = 77,
                                     .timestamp_ms = TIME_NONE,
                                     .reason = REASON_NOT_UTF8,
                                     .message = TEXT("no"),
                                     .headers = headers,
                                     .header_count = 2,
                                     .payload = {"\0\xff", 2},
                                     .payload_hash = UINT64_MAX};
    struct write write = {
        .order_events = {orders, 2, 2},
        .ticket_events = {tickets, 2, 2},
        .surveys = {&survey, 1, 1},
        .marks = {&mark, 1, 1},
        .tallies = {&tally, 1, 1},
        .targets = {&target, 1, 1},
        .agents = {&agent, 1, 1},
        .dead_letters = {&letter, 1, 1},
    };
    struct postgres_options options = scratch_options();
    struct store *store = store_open(&options);

    store_write(store, &write);
    store_write(store, &write); /* changes nothing */
    assert_string_equal(look("select string_agg(concat_ws('|', order_id, hash + 1, type, day,"
                             " left(customer::text, 2), amount, items is null,"
                             " flagged is null, pay_due at time zone 'UTC'), ' ' order by hash)"
                             " from fact.order_event"),
                        "o1|-9223372036854775802|paid|2026-03-01|08|12.50|t|t"
                        " o1|-9223372036854775801|updated|2026-03-01|t|f|2026-03-02 00:00:00");
    assert_string_equal(look("select string_agg(concat_ws('|', ticket, type, agent, due is null,"
                             " amount is null, sla_met, \"into\"), ' ' order by hash)"
                             " from fact.ticket_event"),
                        "t1|resolved|a|t|t|t t1|merged|t|t|t2");
    assert_string_equal(look("select string_agg(concat_ws('|', subject, reference, rating, scale,"
                             " survey), ' ') from fact.survey"),
                        "order|o1|4|5|s1");
    assert_string_equal(look("select string_agg(concat_ws('|', indicator, period, rater, role,"
                             " score, scale), ' ') from fact.mark"),
                        "i|2026-03|r|lead|0.1|100");
    assert_string_equal(look("select string_agg(concat_ws('|', kind, count, day), ' ')"
                             " from fact.tally"),
                        "late|2.5|2026-03-01");
    assert_string_equal(look("select string_agg(concat_ws('|', metric, value), ' ')"
                             " from fact.target"),
                        "sales|1000000");
    assert_string_equal(
        look("select string_agg(concat_ws('|', name, joined, \"left\" is null), ' ')"
             " from fact.agent_event"),
        "陈|2026-03-01|t");
    assert_string_equal(
        look("select string_agg(concat_ws('|', topic, partition, \"offset\", reason,"
             " encode(headers[2], 'escape'), headers[4] is null,"
             " encode(payload, 'hex'), payload_hash), ' ') from ingest.dead_letter"),
        "shop|3|77|not_utf8|v|t|00ff|-1");
    store->ops->free(store);
}

/* ---- trouble ---- */

static const struct write *one_order(struct order_event_row *row, const char *order,
                                     struct write *write)
{
    *row = (struct order_event_row){.order = text_of(order),
                                    .hash = 1,
                                    .type = EVENT_ORDER_CREATED,
                                    .at_ms = AT_MS,
                                    .day = AT_DAY,
                                    .items = -1,
                                    .flagged = FLAG_ABSENT,
                                    .pay_due_ms = TIME_NONE};
    *write = (struct write){.order_events = {row, 1, 1}};
    return write;
}

static void test_refused(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct postgres_options options = scratch_options();
    struct store *store = store_open(&options);
    struct order_event_row row;
    struct write write;
    struct error error;

    assert_true(store->ops->write(store, one_order(&row, "\xff", &write), &error));
    assert_int_equal(await(store), STORE_REFUSED);
    assert_int_equal(store->ops->error(store)->class, ERROR_REJECT);
    assert_int_equal(await(store), STORE_IDLE);
    store_write(store, one_order(&row, "fine", &write));
    store->ops->free(store);
}

/* Somebody holds a lock for longer than we wait. */
static void test_again(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct postgres_options options = scratch_options();
    struct store *store = store_open(&options);
    struct order_event_row row;
    struct write write;
    struct error error;

    look_run("begin; lock fact.order_event");
    assert_true(store->ops->write(store, one_order(&row, "later", &write), &error));
    assert_int_equal(await(store), STORE_AGAIN);
    look_run("commit");
    assert_int_equal(await(store), STORE_IDLE);
    store_write(store, &write);
    assert_string_equal(look("select count(*) from fact.order_event where order_id = 'later'"),
                        "1");
    store->ops->free(store);
}

static void test_lost_and_renewed(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct postgres_options options = scratch_options();
    struct store *store = store_open(&options);
    struct order_event_row row;
    struct write write;
    struct error error;

    look_run("begin; lock fact.order_event");
    assert_true(store->ops->write(store, one_order(&row, "lost", &write), &error));
    for (int i = 0; i < 3; i++) /* on its way */
        assert_int_equal(store->ops->turn(store, clock_monotonic_ms()), STORE_BUSY);
    look("select count(pg_terminate_backend(pid)) from pg_stat_activity"
         " where application_name = 'test'");
    assert_int_equal(await(store), STORE_LOST);
    look_run("commit");
    assert_int_equal(await(store), STORE_RENEWED);
    assert_int_equal(await(store), STORE_IDLE);
    store_write(store, &write);

    /* When nothing is under way it is noticed as well. */
    look("select count(pg_terminate_backend(pid)) from pg_stat_activity"
         " where application_name = 'test'");
    enum store_answer answer;
    do
        answer = await(store);
    while (answer == STORE_IDLE);
    assert_int_equal(answer, STORE_LOST);
    assert_int_equal(await(store), STORE_RENEWED);
    store->ops->free(store);
}

/* One turn by a clock of its own, which passes over what is only waiting for a new attempt. */
static enum store_answer turn_at(struct store *store, int64_t *now)
{
    enum store_answer answer = store->ops->turn(store, *now);
    struct pollfd fd = {.fd = store->ops->fd(store)};
    unsigned wants = store->ops->wants(store);

    if (answer != STORE_BUSY)
        return answer;
    fd.events = (short)((wants & STORE_WANTS_READ ? POLLIN : 0) |
                        (wants & STORE_WANTS_WRITE ? POLLOUT : 0));
    if (fd.fd >= 0)
        poll(&fd, 1, 1000);
    else if (store->ops->deadline_ms(store) > *now)
        *now = store->ops->deadline_ms(store);
    return answer;
}

static enum store_answer await_at(struct store *store, int64_t *now)
{
    enum store_answer answer = STORE_BUSY;

    while (answer == STORE_BUSY)
        answer = turn_at(store, now);
    return answer;
}

/* As the pipeline does: positions first, which succeeds each time; then the write. */
static enum store_answer positions_and_write(struct store *store, const struct write *write,
                                             int64_t *now)
{
    struct error error;

    assert_true(store->ops->read_positions(store, &error));
    assert_int_equal(await_at(store, now), STORE_DONE);
    assert_true(store->ops->write(store, write, &error));
    return await_at(store, now);
}

/* A write that is not allowed is tried ever more seldom, however well the connection begins each time. */
static void test_what_is_not_allowed_is_tried_seldom(void **state)
{
    (void)state;
    NEEDS_SERVER();
    struct postgres_options options = scratch_options();
    struct store *store = store_open(&options);
    struct order_event_row row;
    struct write write;
    int64_t begin = clock_monotonic_ms(), now = begin;
    unsigned tries = 0;

    look_run(
        "create function public.deny() returns trigger language plpgsql as $$"
        " begin raise 'permission denied for table order_event' using errcode = '42501'; end $$");
    look_run("create trigger deny before insert on fact.order_event"
             " for each row execute function public.deny()");
    one_order(&row, "denied", &write);
    while (now - begin < 60000) {
        assert_int_equal(positions_and_write(store, &write, &now), STORE_LOST);
        assert_non_null(strstr(store->ops->error(store)->text, "permission denied"));
        assert_non_null(strstr(store->ops->error(store)->text, "meritd migrate"));
        assert_non_null(strstr(store->ops->error(store)->text, "docs/roles.md"));
        assert_int_equal(await_at(store, &now), STORE_RENEWED);
        assert_int_equal(await_at(store, &now), STORE_IDLE);
        tries++;
    }
    /* Pauses are 50 ms at least, and double up to 7.5 s at least: eight of them, then one each 7.5 s. */
    assert_in_range(tries, 5, 8 + (60000 - 12750) / 7500 + 1);

    /* Once it is allowed, the next loss is a first one again. */
    look_run("drop trigger deny on fact.order_event");
    assert_int_equal(positions_and_write(store, &write, &now), STORE_DONE);
    look("select count(pg_terminate_backend(pid)) from pg_stat_activity"
         " where application_name = 'test'");
    enum store_answer answer = STORE_IDLE;
    while (answer == STORE_IDLE)
        answer = turn_at(store, &now);
    assert_int_equal(answer == STORE_BUSY ? await_at(store, &now) : answer, STORE_LOST);
    assert_in_range(store->ops->deadline_ms(store) - now, 0, 100);
    store->ops->free(store);
}

/* A large write does not block the caller, however slowly the server reads. */
static void test_large_write(void **state)
{
    (void)state;
    NEEDS_SERVER();
    enum { ROWS = 200000 };
    struct postgres_options options = scratch_options();
    struct store *store = store_open(&options);
    struct order_event_row *rows = calloc(ROWS, sizeof *rows);
    struct write write = {.order_events = {rows, ROWS, ROWS}};
    char name[] = "large";

    assert_non_null(rows);
    for (size_t i = 0; i < ROWS; i++)
        rows[i] = (struct order_event_row){.order = text_of(name),
                                           .hash = i,
                                           .type = EVENT_ORDER_CREATED,
                                           .at_ms = AT_MS,
                                           .day = AT_DAY,
                                           .items = 1};
    store_write(store, &write);
    assert_string_equal(look("select count(*) from fact.order_event where order_id = 'large'"),
                        "200000");
    free(rows);
    store->ops->free(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_stops_at_another_database),
        cmocka_unit_test(test_unreachable_is_tried_again),
        cmocka_unit_test(test_conversation_there_and_back),
        cmocka_unit_test(test_compare_and_swap),
        cmocka_unit_test(test_other_rows),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_again),
        cmocka_unit_test(test_lost_and_renewed),
        cmocka_unit_test(test_what_is_not_allowed_is_tried_seldom),
        cmocka_unit_test(test_large_write),
    };

    return cmocka_run_group_tests(tests, scratch_start, scratch_stop);
}
