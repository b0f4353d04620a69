/* fixture.c - see fixture.h. */
#include "fixture.h"

#include "base/memory.h"
#include "base/time.h"
#include "conversation/rounds.h"
#include "conversation/stubs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum {
    TURNS_MAX = 2000000,
    CONVERSATIONS_MAX = 4096,
    PARTS_MAX = 256,
    DAYS = 64,
};

#define WALL_MS INT64_C(1772582400000) /* 2026-03-04T00:00:00Z: events lie in the month before */

/* ---- lifetime ---- */

static void fixture_make_calendar(struct fixture *f)
{
    int32_t first = (int32_t)(WALL_MS / TIME_MS_PER_DAY) - DAYS / 2;

    for (int i = 0; i < DAYS; i++)
        f->starts_at[i] = (first + i) * TIME_MS_PER_DAY;
    f->settings.idle_ms = 24 * 3600 * 1000;
    f->settings.calendar = (struct calendar){first, DAYS, f->starts_at};
}

/* What a test does not say, and the configuration has to say. */
static void fixture_complete(struct pipeline_options *options)
{
    if (options->memory_bytes == 0)
        options->memory_bytes = (size_t)256 << 20;
    if (options->flush_events == 0)
        options->flush_events = 200000;
    if (options->flush_interval_ms == 0)
        options->flush_interval_ms = 1000;
    if (options->close_patience_ms == 0)
        options->close_patience_ms = 10000;
}

/* other: whose store it shares; NULL: it has one of its own. */
static struct fixture *fixture_make(const struct fixture_options *options, struct fixture *other)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct pipeline_options pipeline = options->pipeline;
    struct error error;

    assert_non_null(f);
    f->random = 42;
    f->partitions = options->partitions;
    fixture_make_calendar(f);
    f->store = other == NULL ? memory_store_new(&f->settings) : memory_store_beside(other->store);
    f->collector = collector_mem_new();
    if (f->partitions > 0)
        collector_mem_assign(f->collector, FIXTURE_TOPIC, 0, f->partitions - 1);
    f->decoder = decoder_new(&(struct decode_options){.currency = TEXT("CNY")}, &error);
    f->key = customer_key_new((struct text){NULL, 0}, &error);
    fixture_complete(&pipeline);
    pipeline.collector = f->collector;
    pipeline.store = f->store;
    pipeline.decoder = f->decoder;
    pipeline.key = f->key;
    f->pipeline = pipeline_new(&pipeline, &error);
    assert_non_null(f->pipeline);
    return f;
}

struct fixture *fixture_new(const struct fixture_options *options)
{
    return fixture_make(options, NULL);
}

struct fixture *fixture_new_beside(struct fixture *f, const struct fixture_options *options)
{
    f->beside = fixture_make(options, f);
    return f->beside;
}

void fixture_free(struct fixture *f)
{
    pipeline_free(f->pipeline);
    f->collector->ops->free(f->collector);
    f->store->ops->free(f->store);
    decoder_free(f->decoder);
    customer_key_free(f->key);
    for (size_t i = 0; i < f->line_count; i++)
        free(f->lines[i].text);
    free(f->lines);
    free(f);
}

uint64_t fixture_random(struct fixture *f, uint64_t n)
{
    f->random = f->random * 6364136223846793005U + 1442695040888963407U;
    return (f->random >> 33) % n;
}

/* ---- events ---- */

/* Decodes a line; true when it is an event. */
static bool fixture_decode(struct fixture *f, const char *line, struct event *event)
{
    struct record record = {
        .topic = TEXT(FIXTURE_TOPIC), .timestamp_ms = TIME_NONE, .value = text_of(line)};
    struct reject reject;

    return decode(f->decoder, &record, WALL_MS, event, &reject) == DECODE_EVENT;
}

/* Every other record, by its length, says when it came. */
static int64_t fixture_timestamp(const char *text)
{
    return strlen(text) % 2 == 0 ? WALL_MS : TIME_NONE;
}

static bool fixture_is_late(struct fixture *f, const char *text)
{
    struct event event;

    return fixture_timestamp(text) != TIME_NONE && fixture_decode(f, text, &event) &&
           WALL_MS - event.time_ms > 3600000 && event.type < EVENT_MARK_RECORDED;
}

static void fixture_hand_over(struct fixture *f, int32_t partition, const char *text)
{
    bool late = fixture_is_late(f, text);

    for (struct fixture *each = f; each != NULL; each = each->beside) {
        each->late[partition] += late;
        collector_mem_record(each->collector, FIXTURE_TOPIC, partition, fixture_timestamp(text),
                             (struct text){NULL, 0}, text_of(text));
    }
}

void fixture_line(struct fixture *f, int32_t partition, const char *text)
{
    f->lines = realloc(f->lines, (f->line_count + 1) * sizeof *f->lines);
    assert_non_null(f->lines);
    f->lines[f->line_count++] = (struct fixture_line){strdup(text), partition};
    fixture_hand_over(f, partition, text);
}

void fixture_repeat(struct fixture *f, int32_t partition, size_t line)
{
    fixture_hand_over(f, partition, f->lines[line].text);
}

static void fixture_event(struct fixture *f, int32_t partition, const char *type, const char *data)
{
    char line[1024], time[TIME_TEXT_SIZE];
    int64_t span = 20 * TIME_MS_PER_DAY;

    time_format(WALL_MS - span + (int64_t)fixture_random(f, (uint64_t)span / 1000) * 1000, time);
    snprintf(line, sizeof line,
             "{\"specversion\":\"1.0\",\"id\":\"e%llu\",\"source\":\"/test\",\"type\":\"%s\","
             "\"time\":\"%s\",\"data\":%s}",
             (unsigned long long)f->serial++, type, time, data);
    fixture_line(f, partition, line);
}

static void fixture_message(struct fixture *f, int32_t partition, unsigned number)
{
    static const char *const from[] = {"customer", "agent", "customer", "agent", "bot", "system"};
    char data[512];

    snprintf(data, sizeof data,
             "{\"conversation\":\"c%u\",\"customer\":\"u%u\",\"from\":\"%s\",\"agent\":\"a%u\","
             "\"intent\":\"%s\"}",
             number, number % 7, from[fixture_random(f, 6)], (unsigned)fixture_random(f, 4),
             fixture_random(f, 2) ? "presale" : "aftersale");
    fixture_event(f, partition, "chat.message", data);
}

void fixture_chat(struct fixture *f, int32_t partition, unsigned number)
{
    char data[256];

    switch (fixture_random(f, 12)) {
    case 0:
        snprintf(data, sizeof data, "{\"conversation\":\"c%u\",\"agent\":\"a%u\"}", number,
                 (unsigned)fixture_random(f, 4));
        fixture_event(f, partition, "chat.assigned", data);
        break;
    case 1:
        snprintf(data, sizeof data,
                 "{\"conversation\":\"c%u\",\"from_agent\":\"a1\",\"to_agent\":\"a%u\"}", number,
                 (unsigned)fixture_random(f, 4));
        fixture_event(f, partition, "chat.transferred", data);
        break;
    case 2:
        snprintf(data, sizeof data, "{\"conversation\":\"c%u\"}", number);
        fixture_event(f, partition, "chat.closed", data);
        break;
    default: fixture_message(f, partition, number); break;
    }
}

void fixture_order(struct fixture *f, int32_t partition, unsigned number)
{
    char data[256];

    snprintf(data, sizeof data,
             "{\"order\":\"o%u\",\"customer\":\"u%u\",\"amount\":\"12.50\",\"currency\":\"CNY\"}",
             number, number % 7);
    fixture_event(f, partition, "order.created", data);
}

void fixture_events(struct fixture *f, size_t count, unsigned conversations)
{
    uint64_t partitions = f->partitions > 0 ? (uint64_t)f->partitions : 1;

    for (size_t i = 0; i < count; i++) {
        int32_t partition = (int32_t)fixture_random(f, partitions);
        unsigned number = (unsigned)fixture_random(f, conversations);
        if (fixture_random(f, 10) == 0)
            fixture_order(f, partition, number);
        else
            fixture_chat(f, partition, number);
    }
}

/* ---- running ---- */

enum pipeline_state fixture_turn(struct fixture *f)
{
    int64_t wall_ms = WALL_MS;

    f->now_ms += 50;
    if (f->wall_jumps_ms > 0)
        wall_ms += (int64_t)fixture_random(f, 2 * (uint64_t)f->wall_jumps_ms) - f->wall_jumps_ms;
    return pipeline_turn(f->pipeline, wall_ms, f->now_ms);
}

struct pipeline_statistics fixture_statistics(const struct fixture *f)
{
    struct pipeline_statistics statistics;

    pipeline_statistics(f->pipeline, &statistics);
    return statistics;
}

enum pipeline_state fixture_run(struct fixture *f)
{
    int quiet = 0;

    for (int i = 0; i < TURNS_MAX; i++) {
        enum pipeline_state state = fixture_turn(f);
        if (state != PIPELINE_RUNNING)
            return state;
        quiet = fixture_statistics(f).at_rest ? quiet + 1 : 0;
        if (quiet > 300) /* longer than any interval: positions too */
            return state;
    }
    fail_msg("the pipeline does not come to rest");
    return PIPELINE_FAILED;
}

/* ---- what must come of it ---- */

struct expected {
    char name[32];
    struct buffer list;
    struct customer_claim claim;
};

static struct expected *expected_find(struct expected *all, size_t *count, struct text name)
{
    for (size_t i = 0; i < *count; i++)
        if (text_equal(text_of(all[i].name), name))
            return &all[i];
    assert_true(*count < CONVERSATIONS_MAX);
    struct expected *made = &all[(*count)++];
    memset(made, 0, sizeof *made);
    memcpy(made->name, name.bytes, name.length);
    return made;
}

static void expected_add(struct fixture *f, struct expected *all, size_t *count,
                         const struct event *event)
{
    struct expected *expected = expected_find(all, count, event->chat.conversation);

    stub_list_add(&expected->list, &expected->claim, &event->chat, event->time_ms, event->hash,
                  f->key);
}

static void expected_unite(const struct expected *expected, struct arena *arena,
                           struct stub_set *set)
{
    struct error error;
    struct stub_inputs inputs = {
        .lists = {{(const char *)expected->list.bytes, expected->list.length}},
        .claims = {&expected->claim},
    };

    assert_true(stub_set_unite(arena, &inputs, set, &error));
}

static void check_parts(struct fixture *f, const struct stub_set *set, struct text name,
                        struct arena *arena)
{
    static struct part parts[PARTS_MAX];
    struct rounds rounds;
    struct error error;
    size_t count = memory_store_parts(f->store, name, parts, PARTS_MAX);

    assert_true(
        rounds_of(set, name, f->settings.idle_ms, &f->settings.calendar, arena, &rounds, &error));
    assert_int_equal(count, rounds.part_count);
    for (size_t i = 0; i < rounds.part_count; i++) {
        bool found = false;
        for (size_t j = 0; j < count; j++)
            found = found || part_equal(&parts[j], &rounds.parts[i]);
        assert_true(found);
    }
}

static void check_conversation(struct fixture *f, const struct expected *expected)
{
    struct arena arena;
    struct buffer bytes;
    struct stub_set set;

    arena_init(&arena);
    buffer_init(&bytes);
    expected_unite(expected, &arena, &set);
    stub_set_encode(&set, &bytes);
    struct text stored = memory_store_stubs(f->store, text_of(expected->name));
    if (!text_equal(stored, (struct text){(const char *)bytes.bytes, bytes.length}))
        fail_msg("%s: %zu bytes stored, %zu expected", expected->name, stored.length, bytes.length);
    check_parts(f, &set, text_of(expected->name), &arena);
    buffer_clear(&bytes);
    arena_clear(&arena);
}

void fixture_check(struct fixture *f)
{
    struct expected *all = calloc(CONVERSATIONS_MAX, sizeof *all);
    size_t count = 0, orders = 0, rejects = 0;
    struct event event;

    assert_non_null(all);
    for (size_t i = 0; i < f->line_count; i++) {
        if (!fixture_decode(f, f->lines[i].text, &event))
            rejects++;
        else if (event_type_entity(event.type) == ENTITY_CHAT)
            expected_add(f, all, &count, &event);
        else
            orders++;
    }
    assert_int_equal(memory_store_conversations(f->store), count);
    for (size_t i = 0; i < count; i++) {
        check_conversation(f, &all[i]);
        buffer_clear(&all[i].list);
    }
    assert_int_equal(memory_store_count(f->store, MEMORY_ORDER_EVENTS), orders - f->refused);
    assert_int_equal(memory_store_count(f->store, MEMORY_DEAD_LETTERS), rejects + f->refused);
    free(all);
}

void fixture_check_positions(struct fixture *f)
{
    struct position positions[16];
    size_t count = f->collector->ops->positions(f->collector, positions, 16);

    for (size_t i = 0; i < count; i++) {
        const struct position *position = &positions[i];
        assert_int_equal(memory_store_position(f->store, position->topic, position->partition),
                         position->next_offset);
        assert_int_equal(memory_store_late(f->store, position->topic, position->partition),
                         f->late[position->partition]);
    }
}

/* ---- another writer ---- */

void fixture_other_writer(struct fixture *f, const char *conversation, const size_t *lines,
                          size_t count)
{
    struct expected expected = {0};
    struct arena arena;
    struct buffer bytes;
    struct stub_set set;
    struct rounds rounds;
    struct event event;
    struct error error;

    arena_init(&arena);
    buffer_init(&bytes);
    for (size_t i = 0; i < count; i++) {
        assert_true(fixture_decode(f, f->lines[lines[i]].text, &event));
        stub_list_add(&expected.list, &expected.claim, &event.chat, event.time_ms, event.hash,
                      f->key);
    }
    expected_unite(&expected, &arena, &set);
    stub_set_encode(&set, &bytes);
    assert_true(rounds_of(&set, text_of(conversation), f->settings.idle_ms, &f->settings.calendar,
                          &arena, &rounds, &error));
    struct conversation_row row = {
        .conversation = text_of(conversation),
        .version = hash_version(bytes.bytes, bytes.length),
        .stubs = {(const char *)bytes.bytes, bytes.length},
        .put = rounds.parts,
        .put_count = rounds.part_count,
    };
    memory_store_remove(f->store, text_of(conversation));
    assert_true(memory_store_swap(f->store, &row));
    buffer_clear(&expected.list);
    buffer_clear(&bytes);
    arena_clear(&arena);
}
