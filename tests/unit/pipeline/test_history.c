/*
 * test_history.c - histories at random: two processes on one topic and one database, partitions that go
 * from one to the other, connections that break before and after a write, a database that is taken back
 * to an earlier state again and again, records that it refuses, no memory. Whatever happened: in the end
 * everything is there, once. [1] [2] [3] (docs/architecture.md, "Invariants")
 *
 * A history follows from its number; MERITD_HISTORIES=FIRST-LAST runs others than a push does.
 */
#include "fixture.h"

#include "base/log.h"
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum {
    PARTITIONS = 3,
    STEPS = 400,
    CONVERSATIONS = 25,
    REFUSED = 900, /* orders from this number on */
};

/* Some of the orders are refused, in whatever batch they are. */
static bool refuses_orders(void *context, const struct write *write)
{
    (void)context;
    for (size_t i = 0; i < write->order_events.count; i++)
        if (write->order_events.rows[i].order.length == sizeof "o900" - 1)
            return true;
    return false;
}

static void join(struct fixture *f, int32_t first, int32_t last)
{
    collector_mem_revoke(f->collector);
    if (first <= last)
        collector_mem_assign(f->collector, FIXTURE_TOPIC, first, last);
}

/* The first partitions are the one's, the others the other's. */
static void share_out(struct fixture *f, int32_t count)
{
    join(f, 0, count - 1);
    join(f->beside, count, PARTITIONS - 1);
}

static void add_lines(struct fixture *f)
{
    int32_t partition = (int32_t)fixture_random(f, PARTITIONS);

    fixture_events(f, 1 + fixture_random(f, 30), CONVERSATIONS);
    size_t known = fixture_random(f, f->line_count);
    if (strstr(f->lines[known].text, "chat.") != NULL) /* what is rejected is rejected each time */
        fixture_repeat(f, partition, known);
    if (fixture_random(f, 8) == 0)
        fixture_line(f, partition, "{}");
    if (fixture_random(f, 40) == 0 && f->refused < 99)
        fixture_order(f, partition, REFUSED + (unsigned)f->refused++);
}

static void step(struct fixture *f, struct fixture *one)
{
    switch (fixture_random(f, 40)) {
    case 0:
    case 1: add_lines(f); break;
    case 2: memory_store_save(f->store); break;
    case 3: memory_store_restore(f->store); break;
    case 4:
    case 5:
        memory_store_fault_at(one->store, 1 + (unsigned)fixture_random(f, 4),
                              (enum memory_fault)(1 + fixture_random(f, 3)));
        break;
    case 6: share_out(f, (int32_t)fixture_random(f, PARTITIONS + 1)); break;
    case 7:
        memory_fail_at(1 + fixture_random(f, 40));
        assert_int_equal(fixture_turn(one), PIPELINE_RUNNING);
        memory_fail_at(0); /* the script's own memory never fails */
        break;
    case 8: memory_store_hold(one->store, fixture_random(f, 2) == 0); break;
    default: assert_int_equal(fixture_turn(one), PIPELINE_RUNNING); break;
    }
}

static void history(unsigned number)
{
    struct fixture_options options = {.partitions = PARTITIONS,
                                      .pipeline = {.flush_events = 5 + number % 40,
                                                   .flush_interval_ms = 200,
                                                   .position_interval_ms = 500,
                                                   .cache_entries = 12,
                                                   .memory_bytes = number % 3 == 0 ? 40000 : 0,
                                                   .slice_bytes = number % 2}};
    struct fixture *f = fixture_new(&options);
    struct fixture *g = fixture_new_beside(f, &options);

    f->random += number;
    memory_store_set_hooks(f->store, &(struct memory_hooks){.refuses = refuses_orders});
    memory_store_set_hooks(g->store, &(struct memory_hooks){.refuses = refuses_orders});
    memory_store_save(f->store); /* empty */
    for (int i = 0; i < STEPS; i++)
        step(f, fixture_random(f, 2) == 0 ? f : g);

    memory_store_hold(f->store, false);
    memory_store_hold(g->store, false);
    share_out(f, PARTITIONS);
    assert_int_equal(fixture_run(g), PIPELINE_RUNNING);
    assert_int_equal(fixture_run(f), PIPELINE_RUNNING);
    fixture_check(f);
    fixture_check_positions(f);
    fixture_free(g);
    fixture_free(f);
}

static void test_histories(void **state)
{
    const char *wanted = getenv("MERITD_HISTORIES");
    unsigned first = 1, last = 400;

    (void)state;
    if (wanted != NULL)
        assert_int_equal(sscanf(wanted, "%u-%u", &first, &last), 2);
    for (unsigned number = first; number <= last; number++) {
        print_message("history %u\n", number);
        history(number);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_histories)};

    log_set_level(LOG_LEVEL_ERROR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
