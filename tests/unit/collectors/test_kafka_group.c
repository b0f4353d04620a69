/*
 * test_kafka_group.c - the Kafka collector as a member of a group of librdkafka's mock cluster: partitions
 * that come and go, and leaving at any moment.
 */
#include "base/time.h"
#include "collectors/broker.h"
#include "collectors/kafka/group.h"
#include "collectors/reader.h"
#include "generate/kafka_mock.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Every record once, in each partition in order. */
static void expect_all_once(const struct reader *reader, int first, int last)
{
    int64_t next[READER_POSITIONS] = {0};
    char *seen = calloc((size_t)last, 1);

    for (size_t i = 0; i < reader->count; i++) {
        const struct seen *record = &reader->seen[i];
        assert_true(record->offset >= next[record->partition]);
        next[record->partition] = record->offset + 1;
        int number = atoi(record->value);
        assert_in_range(number, first, last - 1);
        assert_int_equal(seen[number], 0);
        seen[number] = 1;
    }
    assert_int_equal(reader->count, last - first);
    free(seen);
}

static void step_both(struct reader *one, struct reader *two)
{
    (void)reader_step(one);
    (void)reader_step(two);
}

/* How many of the values first … last - 1 one of the two has seen. */
static size_t distinct_values(const struct reader *one, const struct reader *two, int first,
                              int last)
{
    size_t distinct = 0;
    char *seen = calloc((size_t)last, 1);

    for (size_t i = 0; i < one->count + two->count; i++) {
        const struct seen *record = i < one->count ? &one->seen[i] : &two->seen[i - one->count];
        int number = atoi(record->value);
        assert_in_range(number, 0, last - 1);
        distinct += number >= first && !seen[number];
        seen[number] = 1;
    }
    free(seen);
    return distinct;
}

/* Taken back again before the last time has had its effect, as by a database that comes and goes. */
static void test_taken_back_again_and_again(void **state)
{
    struct broker broker;
    struct reader reader;
    struct position begin[READER_POSITIONS];

    (void)state;
    broker_start(&broker, 4);
    broker_send(&broker, 400);
    reader_init(&reader, broker_collect(&broker, false, KAFKA_GAP_STOP));
    reader_until_caught_up(&reader, 4);
    size_t count = reader.collector->ops->positions(reader.collector, begin, READER_POSITIONS);
    assert_int_equal(count, 4);
    for (size_t i = 0; i < count; i++) {
        begin[i].next_offset = begin[i].last_offset = -1;
        begin[i].caught_up_at_ms = TIME_NONE;
    }
    for (int i = 0; i < 100; i++) {
        reader.collector->ops->start(reader.collector, begin, count);
        if (i % 10 == 0)
            (void)reader_step(&reader);
    }
    reader.count = 0;
    reader.collector->ops->start(reader.collector, begin, count);
    reader_until_caught_up(&reader, 4);
    expect_all_once(&reader, 0, 400);
    reader_close(&reader);
    reader_clear(&reader);
    broker_stop(&broker);
}

static size_t partitions_of(const struct reader *reader)
{
    return reader->collector->ops->positions(reader->collector, NULL, 0);
}

/* One member, held back and set back; a second one joins, the first one leaves. */
static void test_group(void **state)
{
    struct broker broker;
    struct reader one;
    struct reader two;

    (void)state;
    broker_start(&broker, 4);
    broker_send(&broker, 1000);
    reader_init(&one, broker_collect(&broker, false, KAFKA_GAP_STOP));
    reader_until_caught_up(&one, 4);
    expect_all_once(&one, 0, 1000);
    assert_int_equal(one.starts, 1);

    /* Durable positions become the group's offsets, some time later. */
    struct position positions[READER_POSITIONS];
    size_t count = one.collector->ops->positions(one.collector, positions, READER_POSITIONS);
    assert_true(kafka_mock_unread(broker.mock, "meritd") == 1000);
    one.collector->ops->committed(one.collector, positions, count);
    while (kafka_mock_unread(broker.mock, "meritd") != 0)
        (void)reader_step(&one);

    /* Held back: nothing comes, before fetching is stopped and after. */
    one.collector->ops->hold(one.collector, true);
    broker_send(&broker, 500);
    int64_t since_ms = clock_monotonic_ms();
    while (clock_monotonic_ms() - since_ms < 1500)
        assert_int_equal(reader_step(&one), 0);
    one.collector->ops->hold(one.collector, false);
    reader_until_count(&one, 1500);
    expect_all_once(&one, 0, 1500);

    /* Back to what the database has. */
    one.count = 0;
    one.collector->ops->start(one.collector, positions, count);
    reader_until_count(&one, 500);
    reader_until_caught_up(&one, 4);
    expect_all_once(&one, 1000, 1500);
    reader_store(&one);

    reader_init(&two, broker_collect(&broker, false, KAFKA_GAP_STOP));
    memcpy(two.stored, one.stored, sizeof two.stored);
    two.stored_count = one.stored_count;
    since_ms = clock_monotonic_ms();
    while (partitions_of(&one) != 2 || partitions_of(&two) != 2) {
        assert_true(clock_monotonic_ms() - since_ms < 120000);
        step_both(&one, &two);
    }
    /* The mock cluster may rebalance once more: each record comes, perhaps again. */
    one.count = two.count = 0;
    broker_send(&broker, 500);
    while (distinct_values(&one, &two, 1500, 2000) < 500)
        step_both(&one, &two);
    assert_true(one.count > 0 && two.count > 0);

    reader_close(&one);
    reader_clear(&one);
    since_ms = clock_monotonic_ms();
    while (partitions_of(&two) != 4) {
        assert_true(clock_monotonic_ms() - since_ms < 120000);
        (void)reader_step(&two);
    }
    reader_close(&two);
    reader_clear(&two);
    broker_stop(&broker);
}

/* Leaving at any moment: before anything came, with an assignment unanswered, while held. */
static void test_close(void **state)
{
    struct broker broker;
    struct reader reader;

    (void)state;
    broker_start(&broker, 2);
    reader_init(&reader, broker_collect(&broker, false, KAFKA_GAP_STOP));
    reader_close(&reader);
    reader_clear(&reader);

    reader_init(&reader, broker_collect(&broker, false, KAFKA_GAP_STOP));
    reader.waits = true;
    reader_until_state(&reader, COLLECTOR_ASSIGNED);
    reader_close(&reader);
    reader_clear(&reader);

    reader_init(&reader, broker_collect(&broker, false, KAFKA_GAP_STOP));
    reader_until_caught_up(&reader, 2);
    reader.collector->ops->hold(reader.collector, true);
    reader_close(&reader);
    assert_int_equal(reader_step(&reader), 0);
    reader_clear(&reader);

    /* Freed in the midst of a close, which nobody serves any more. */
    reader_init(&reader, broker_collect(&broker, false, KAFKA_GAP_STOP));
    reader_until_caught_up(&reader, 2);
    reader.collector->ops->close(reader.collector);
    reader_clear(&reader);

    /* Not closed at all. */
    reader_init(&reader, broker_collect(&broker, false, KAFKA_GAP_STOP));
    (void)reader_step(&reader);
    reader_clear(&reader);
    broker_stop(&broker);
}

/*
 * Nothing is asked of a client that closes: librdkafka 2.0.2 drops what it had not answered yet, and
 * who waits for that waits for ever.
 */
static void test_leaves_without_ever_beginning(void **state)
{
    struct broker broker;
    struct reader reader;

    (void)state;
    broker_start(&broker, 4);
    for (int i = 0; i < 100; i++) {
        reader_init(&reader, broker_collect(&broker, true, KAFKA_GAP_STOP));
        reader.waits = true;
        reader_until_state(&reader, COLLECTOR_ASSIGNED);
        reader_close(&reader);
        reader_clear(&reader);
    }
    broker_stop(&broker);
}

/* The same of a static member: no answer of the group's stands between the end of its reading and its own. */
static void test_static_members_leave(void **state)
{
    enum { MEMBERS = 40 };
    struct broker broker;
    struct reader readers[MEMBERS];

    (void)state;
    broker_start(&broker, 4);
    for (int i = 0; i < MEMBERS; i++) {
        char group[20];
        snprintf(group, sizeof group, "group%d", i);
        reader_init(&readers[i], broker_collect_by(&broker, (struct kafka_options){
                                                                .group_id = group,
                                                                .group_instance_id = "static"}));
    }
    for (int i = 0; i < MEMBERS; i++)
        reader_until_caught_up(&readers[i], 4);
    for (int i = 0; i < MEMBERS; i++) {
        reader_close(&readers[i]);
        reader_clear(&readers[i]);
    }
    broker_stop(&broker);
}

/* An answer about a topic of 4 partitions, of which the group's members have the first ones. */
static void look(const struct reader *reader, int assigned, uint32_t assignment)
{
    struct rd_kafka_metadata_partition partitions[4] = {{.id = 0}, {.id = 1}, {.id = 2}, {.id = 3}};
    char name[64];
    snprintf(name, sizeof name, "%s", broker_topic);
    struct rd_kafka_metadata_topic topic = {
        .topic = name, .partition_cnt = 4, .partitions = partitions};
    const struct rd_kafka_metadata metadata = {.topic_cnt = 1, .topics = &topic};
    struct kafka_job_topic answer = {.metadata = &metadata};
    struct kafka_job job = {.question = KAFKA_ASK_TOPICS,
                            .assignment = assignment,
                            .topics = &answer,
                            .topic_count = 1,
                            .assigned = rd_kafka_topic_partition_list_new(4)};

    for (int32_t i = 0; i < assigned; i++)
        rd_kafka_topic_partition_list_add(job.assigned, broker_topic, i);
    kafka_take_group(kafka_of(reader->collector), &job);
    assert_null(job.assigned);
}

/* A look at the present assignment. True: we join anew, which takes our partitions away at the next poll. */
static bool rejoins(struct reader *reader, int assigned)
{
    const struct collector_kafka *kafka = kafka_of(reader->collector);
    uint32_t before = kafka->assignment;

    look(reader, assigned, before);
    (void)reader_step(reader);
    return kafka->assignment != before;
}

/* How many questions about topics still ask for the group's members. */
static uint32_t looks_left(const struct reader *reader)
{
    return kafka_of(reader->collector)->looks_left;
}

/* The group is asked about after an assignment, and after partitions came or went, until all are some member's. */
static void test_asks_for_members_where_it_must(void **state)
{
    struct broker broker;
    struct reader reader;
    struct kafka_job unknown = {.group_err = RD_KAFKA_RESP_ERR__TIMED_OUT};

    (void)state;
    broker_start(&broker, 4);
    reader_init(&reader, broker_collect(&broker, false, KAFKA_GAP_STOP));
    reader_until_caught_up(&reader, 4);
    struct collector_kafka *kafka = kafka_of(reader.collector);
    look(&reader, 4, kafka->assignment);
    assert_int_equal(looks_left(&reader), 0);
    look(&reader, 4, kafka->assignment);
    assert_int_equal(looks_left(&reader), 0);
    kafka_take_group(kafka, &unknown); /* no topic was answered, so that there seem to be fewer */
    assert_int_equal(looks_left(&reader), KAFKA_LOOKS_TRIED);
    kafka->looks_left = 1;
    kafka_take_group(kafka, &unknown); /* what is not known is not asked for for ever */
    assert_int_equal(looks_left(&reader), 1);
    look(&reader, 3, kafka->assignment);
    assert_int_equal(looks_left(&reader), KAFKA_LOOKS_TRIED);
    look(&reader, 4, kafka->assignment);
    assert_int_equal(looks_left(&reader), 0);
    assert_false(rejoins(&reader, 3));
    assert_true(rejoins(&reader, 3)); /* another assignment */
    assert_int_equal(looks_left(&reader), KAFKA_LOOKS_TRIED);
    reader_close(&reader);
    reader_clear(&reader);
    broker_stop(&broker);
}

/* Partitions that exist and are nobody's: seen twice in one assignment, they lead to another one. */
static void test_joins_anew_for_unassigned_partitions(void **state)
{
    struct broker broker;
    struct reader reader;

    (void)state;
    broker_start(&broker, 4);
    reader_init(&reader, broker_collect(&broker, false, KAFKA_GAP_STOP));
    reader_until_caught_up(&reader, 4);
    const struct collector_kafka *kafka = kafka_of(reader.collector);
    assert_false(rejoins(&reader, 4));
    assert_false(rejoins(&reader, 3));
    assert_false(rejoins(&reader, 4)); /* somebody's after all: it counts from the beginning */
    assert_false(rejoins(&reader, 3));
    look(&reader, 3, kafka->assignment - 1); /* the answer is about the assignment before */
    assert_false(rejoins(&reader, 4));
    assert_false(rejoins(&reader, 0));
    assert_true(rejoins(&reader, 3));
    reader_until_caught_up(&reader, 4);
    assert_int_equal(reader.starts, 2);

    /* In vain: the next time after 4 looks. */
    for (int i = 1; i < 4; i++)
        assert_false(rejoins(&reader, 3));
    assert_true(rejoins(&reader, 3));

    /* Then after 8, but not before the positions are known. */
    reader.waits = true;
    reader_until_state(&reader, COLLECTOR_ASSIGNED);
    for (int i = 0; i < 8; i++)
        assert_false(rejoins(&reader, 3));
    reader.waits = false;
    (void)reader_step(&reader);
    assert_true(rejoins(&reader, 3));
    reader_close(&reader);
    reader_clear(&reader);
    broker_stop(&broker);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_taken_back_again_and_again),
        cmocka_unit_test(test_group),
        cmocka_unit_test(test_close),
        cmocka_unit_test(test_leaves_without_ever_beginning),
        cmocka_unit_test(test_static_members_leave),
        cmocka_unit_test(test_asks_for_members_where_it_must),
        cmocka_unit_test(test_joins_anew_for_unassigned_partitions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
