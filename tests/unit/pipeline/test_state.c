/*
 * test_state.c - the table of state.c: every cell says what its rules say, and at work nothing is read,
 * asked or written that the cell does not allow. Every cell that can be is reached, and no other.
 */
#include "pipeline/state.h"

#include "fixture.h"

#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

/* ---- the rules, without the table ---- */

static bool is_impossible(enum pipeline_phase phase, enum pipeline_recovery recovery,
                          enum collector_state collector)
{
    bool ended = collector == COLLECTOR_DONE || collector == COLLECTOR_FAILED;

    switch (phase) {
    case PHASE_READING: return ended;
    case PHASE_ENDING:
        return !ended || (recovery == RECOVERY_GOING_BACK && collector == COLLECTOR_FAILED);
    case PHASE_CLOSING: return recovery == RECOVERY_GOING_BACK && collector == COLLECTOR_FAILED;
    case PHASE_LEAVING: return collector == COLLECTOR_ASSIGNED;
    }
    return true;
}

static unsigned rules(enum pipeline_phase phase, enum pipeline_recovery recovery,
                      enum collector_state collector)
{
    bool back = recovery == RECOVERY_GOING_BACK, reading = phase == PHASE_READING;
    unsigned may = 0;

    if (is_impossible(phase, recovery, collector))
        return IMPOSSIBLE;
    if (phase == PHASE_LEAVING)
        return 0;
    if (reading && !back)
        may |= MAY_READ;
    if (back || (reading && collector == COLLECTOR_ASSIGNED))
        may |= MAY_ASK;
    if (!back)
        may |= MAY_WRITE;
    return may;
}

static void test_every_cell(void **state)
{
    (void)state;
    for (int phase = 0; phase < PHASE_COUNT; phase++)
        for (int recovery = 0; recovery < RECOVERY_COUNT; recovery++)
            for (int collector = 0; collector < COLLECTOR_STATES; collector++)
                if (state_cell((enum pipeline_phase)phase, (enum pipeline_recovery)recovery,
                               (enum collector_state)collector) !=
                    rules((enum pipeline_phase)phase, (enum pipeline_recovery)recovery,
                          (enum collector_state)collector))
                    fail_msg("phase %d, recovery %d, collector %d", phase, recovery, collector);
}

/* ---- at work ---- */

/* What the pipeline asks of its store and its collector is held against the cell it is in. */
static struct pipeline *watched;
static const struct store_ops *store_ops;
static const struct collector_ops *collector_ops;
static bool visited[PHASE_COUNT][RECOVERY_COUNT][COLLECTOR_STATES];

static unsigned watched_may(void)
{
    return rules(watched->phase, watched->recovery,
                 collector_ops->state(watched->options.collector));
}

static bool watch_write(struct store *store, const struct write *write, struct error *error)
{
    assert_true((watched_may() & MAY_WRITE) != 0);
    return store_ops->write(store, write, error);
}

static bool watch_read_conversations(struct store *store, const struct conversation_row *rows,
                                     size_t count, struct error *error)
{
    assert_true((watched_may() & MAY_WRITE) != 0);
    return store_ops->read_conversations(store, rows, count, error);
}

static bool watch_read_positions(struct store *store, struct error *error)
{
    assert_true((watched_may() & MAY_ASK) != 0);
    return store_ops->read_positions(store, error);
}

/* Records come only where they may be read; while leaving they are thrown away. */
static size_t watch_poll(struct collector *collector, int64_t now_ms, struct record *records,
                         size_t max)
{
    unsigned may = watched_may();
    size_t count = collector_ops->poll(collector, now_ms, records, max);

    assert_true(count == 0 || (may & MAY_READ) != 0);
    return count;
}

static void watch_start(struct collector *collector, const struct position *stored, size_t count)
{
    assert_int_equal(watched->phase == PHASE_CLOSING || watched->phase == PHASE_LEAVING, false);
    collector_ops->start(collector, stored, count);
}

static void watch(struct fixture *f)
{
    static struct store_ops store;
    static struct collector_ops collector;

    watched = f->pipeline;
    store_ops = f->store->ops;
    collector_ops = f->collector->ops;
    store = *store_ops;
    store.write = watch_write;
    store.read_conversations = watch_read_conversations;
    store.read_positions = watch_read_positions;
    collector = *collector_ops;
    collector.poll = watch_poll;
    collector.start = watch_start;
    f->store->ops = &store;
    f->collector->ops = &collector;
}

static void visit(const struct pipeline *pipeline)
{
    enum collector_state collector = collector_ops->state(pipeline->options.collector);

    if (pipeline->state != PIPELINE_RUNNING && pipeline->phase != PHASE_LEAVING)
        return;
    if (is_impossible(pipeline->phase, pipeline->recovery, collector))
        fail_msg("phase %d, recovery %d, collector %d cannot be", pipeline->phase,
                 pipeline->recovery, collector);
    visited[pipeline->phase][pipeline->recovery][collector] = true;
}

static bool refuses_orders(void *context, const struct write *write)
{
    const struct fixture *f = context;

    return f->refused > 0 && write->order_events.count > 0;
}

/* While it looks for a refused record, which does not take long. */
static void happen_bisecting(struct fixture *f)
{
    if (f->pipeline->phase == PHASE_ENDING && fixture_random(f, 2) == 0)
        pipeline_close(f->pipeline);
    switch (fixture_random(f, 8)) {
    case 0: collector_mem_assign(f->collector, FIXTURE_TOPIC, 0, 1); break;
    case 1: collector_mem_end(f->collector); break;
    case 2:
        collector_mem_fail_at(f->collector, 1 + (unsigned)fixture_random(f, 4), ERROR_STOP, "gap");
        break;
    case 3: pipeline_close(f->pipeline); break;
    case 4: f->refused = 0; break; /* the suspicion is wrong */
    case 5: memory_store_fault_at(f->store, 1, MEMORY_FAULT_LOST_AFTER); break;
    default: break;
    }
}

/* One thing that happens to it. */
static void happen(struct fixture *f)
{
    switch (fixture_random(f, 24)) {
    case 0: collector_mem_revoke(f->collector); break;
    case 1: collector_mem_assign(f->collector, FIXTURE_TOPIC, 0, 1); break;
    case 2: collector_mem_end(f->collector); break;
    case 3:
        collector_mem_fail_at(f->collector, 1 + (unsigned)fixture_random(f, 20), ERROR_STOP, "gap");
        break;
    case 4: pipeline_close(f->pipeline); break;
    case 5:
    case 6: memory_store_hold(f->store, fixture_random(f, 2) == 0); break;
    case 7:
    case 8:
    case 9:
        memory_store_fault_at(f->store, 1 + (unsigned)fixture_random(f, 3),
                              (enum memory_fault)(1 + fixture_random(f, MEMORY_FAULT_REFUSED - 1)));
        break;
    case 10:
    case 11:
    case 12: f->refused = fixture_random(f, 2); break;
    default: fixture_events(f, 1 + fixture_random(f, 40), 10); break;
    }
}

static void work(unsigned number)
{
    struct fixture *f = fixture_new(&(struct fixture_options){
        .partitions = 2,
        .pipeline = {.flush_events = 40, .flush_interval_ms = 100, .close_patience_ms = 500}});

    f->random += number;
    memory_store_set_hooks(f->store,
                           &(struct memory_hooks){.context = f, .refuses = refuses_orders});
    watch(f);
    for (int i = 0; i < 120 && f->pipeline->state == PIPELINE_RUNNING; i++) {
        happen(f);
        for (uint64_t turns = fixture_random(f, 12); turns > 0; turns--) {
            fixture_turn(f);
            visit(f->pipeline);
            if (f->pipeline->recovery == RECOVERY_BISECTING)
                happen_bisecting(f);
            visit(f->pipeline);
        }
    }
    f->store->ops = store_ops;
    f->collector->ops = collector_ops;
    fixture_free(f);
}

static void test_at_work(void **state)
{
    (void)state;
    for (unsigned number = 0; number < 6000; number++)
        work(number);
    for (int phase = 0; phase < PHASE_COUNT; phase++)
        for (int recovery = 0; recovery < RECOVERY_COUNT; recovery++)
            for (int collector = 0; collector < COLLECTOR_STATES; collector++) {
                bool possible = !is_impossible((enum pipeline_phase)phase,
                                               (enum pipeline_recovery)recovery,
                                               (enum collector_state)collector);
                if (possible && !visited[phase][recovery][collector])
                    fail_msg("phase %d, recovery %d, collector %d is never reached", phase,
                             recovery, collector);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_cell),
        cmocka_unit_test(test_at_work),
    };

    log_set_level(LOG_LEVEL_ERROR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
