/*
 * bench_conversation.c - how many conversations one core unites, encodes, walks and compares a second.
 *
 *     bench_conversation [conversations]        (default 200000; each measured figure is one line)
 *
 * The conversations have ten events: assigned, nine messages to and fro.
 */
#include "base/memory.h"
#include "base/time.h"
#include "conversation/rounds.h"
#include "conversation/stubs.h"

#include <stdio.h>
#include <stdlib.h>

enum { EVENTS = 10, STORED = 8, CONVERSATIONS = 512, LONG_EVENTS = 50000, CALENDAR_DAYS = 3650 };

static const int64_t idle_ms = TIME_MS_PER_DAY;

/* One conversation as a write finds it: what is stored, and what has arrived since. */
struct sample {
    struct buffer stored;
    struct buffer all;   /* as a list: all events */
    struct buffer fresh; /* as a list: those that are not stored */
    struct customer_claim claim;
};

struct bench {
    struct sample samples[CONVERSATIONS];
    struct calendar calendar;
    struct customer_key *key;
    struct arena arena;
    struct buffer out;
};

static void die_of(const struct error *error)
{
    fprintf(stderr, "bench_conversation: %s\n", error->text);
    exit(1);
}

static void add_event(struct bench *bench, struct buffer *list, struct customer_claim *claim,
                      unsigned conversation, unsigned i)
{
    static const char *const agents[] = {"agent-anna", "agent-ben", "agent-chen", "agent-dora"};
    struct chat_event chat = {
        .kind = i == 0       ? CHAT_ASSIGNED
                : i % 2 == 1 ? CHAT_CUSTOMER
                             : CHAT_AGENT,
        .customer = i == 0 ? (struct text){NULL, 0} : TEXT("customer-4711"),
        .agent = text_of(agents[conversation % 4]),
        .intent = i == 1 ? INTENT_PRESALE : INTENT_NONE,
    };
    char id[32];
    int length = snprintf(id, sizeof id, "%u-%u", conversation, i);

    stub_list_add(list, claim, &chat,
                  TIME_2000 + conversation * INT64_C(3600000) + i * INT64_C(17321),
                  hash_bytes(id, (size_t)length), bench->key);
}

/* Unites set and list, and encodes the result to bench->out. */
static struct stub_set unite(struct bench *bench, struct text set, struct text list,
                             const struct customer_claim *claim)
{
    struct stub_inputs inputs = {.sets = {set}, .lists = {list}, .claims = {claim}};
    struct stub_set result;
    struct error error;

    if (!stub_set_unite(&bench->arena, &inputs, &result, &error))
        die_of(&error);
    buffer_reset(&bench->out);
    stub_set_encode(&result, &bench->out);
    return result;
}

static struct text text_of_buffer(const struct buffer *buffer)
{
    return (struct text){(const char *)buffer->bytes, buffer->length};
}

static struct rounds walk(struct bench *bench, const struct stub_set *set)
{
    struct rounds rounds;
    struct error error;

    if (!rounds_of(set, TEXT("conversation"), idle_ms, &bench->calendar, &bench->arena, &rounds,
                   &error))
        die_of(&error);
    return rounds;
}

static size_t diff(struct bench *bench, const struct rounds *before, const struct rounds *after)
{
    struct rounds_difference difference;
    struct error error;

    if (!rounds_diff(before, after, &bench->arena, &difference, &error))
        die_of(&error);
    return difference.gone_count + difference.put_count;
}

static void prepare(struct bench *bench)
{
    struct error error;

    bench->key = customer_key_new((struct text){NULL, 0}, &error);
    if (bench->key == NULL)
        die_of(&error);
    bench->calendar = (struct calendar){
        .first = (int32_t)(TIME_2000 / TIME_MS_PER_DAY),
        .count = CALENDAR_DAYS,
        .starts_at = memory_alloc_or_die(CALENDAR_DAYS * sizeof(int64_t)),
    };
    for (int i = 0; i < CALENDAR_DAYS; i++)
        bench->calendar.starts_at[i] = TIME_2000 + i * TIME_MS_PER_DAY;
    for (unsigned c = 0; c < CONVERSATIONS; c++) {
        struct sample *sample = &bench->samples[c];
        struct buffer stored_list = {0};
        for (unsigned i = 0; i < EVENTS; i++) {
            add_event(bench, &sample->all, &sample->claim, c, i);
            add_event(bench, i < STORED ? &stored_list : &sample->fresh, &sample->claim, c, i);
        }
        unite(bench, (struct text){NULL, 0}, text_of_buffer(&stored_list), &sample->claim);
        buffer_append(&sample->stored, bench->out.bytes, bench->out.length);
        buffer_clear(&stored_list);
        arena_reset(&bench->arena);
    }
}

/* A conversation that is new: united from a list alone; there is nothing to compare it with. */
static size_t write_new(struct bench *bench, const struct sample *sample)
{
    struct rounds before = {0};
    struct stub_set set = unite(bench, (struct text){NULL, 0}, text_of_buffer(&sample->all),
                                &sample->claim);
    struct uuid version = hash_version(bench->out.bytes, bench->out.length);
    struct rounds after = walk(bench, &set);

    return diff(bench, &before, &after) + version.bytes[0];
}

/* A conversation that goes on: the stored set is read and walked, too. */
static size_t write_more(struct bench *bench, const struct sample *sample)
{
    struct text stored = text_of_buffer(&sample->stored);
    struct stub_set old = unite(bench, stored, (struct text){NULL, 0}, NULL);
    struct rounds before = walk(bench, &old);
    struct stub_set set = unite(bench, stored, text_of_buffer(&sample->fresh), &sample->claim);
    struct uuid version = hash_version(bench->out.bytes, bench->out.length);
    struct rounds after = walk(bench, &set);

    return diff(bench, &before, &after) + version.bytes[0];
}

static void measure(struct bench *bench, const char *what, size_t times,
                    size_t (*write)(struct bench *, const struct sample *))
{
    size_t sum = 0; /* printed, so that nothing is optimised away */
    int64_t begin_ms = clock_monotonic_ms();

    for (size_t i = 0; i < times; i++) {
        sum += write(bench, &bench->samples[i % CONVERSATIONS]);
        arena_reset(&bench->arena);
    }
    int64_t took_ms = clock_monotonic_ms() - begin_ms + 1;
    printf("%-32s %10.0f conversations/s   (checksum %zu)\n", what,
           (double)times * 1000 / (double)took_ms, sum);
}

static void measure_long(struct bench *bench)
{
    struct buffer list = {0};
    struct buffer stored = {0};
    struct buffer last = {0};
    struct customer_claim claim = {0};
    int64_t begin_ms, united_ms;

    for (unsigned i = 0; i < LONG_EVENTS; i++)
        add_event(bench, i + 1 < LONG_EVENTS ? &list : &last, &claim, 0, i);
    unite(bench, (struct text){NULL, 0}, text_of_buffer(&list), &claim);
    buffer_append(&stored, bench->out.bytes, bench->out.length);
    arena_reset(&bench->arena);
    begin_ms = clock_monotonic_ms();
    struct stub_set set = unite(bench, text_of_buffer(&stored), text_of_buffer(&last), &claim);
    united_ms = clock_monotonic_ms();
    struct rounds rounds = walk(bench, &set);
    printf("%d stubs and one more: united and encoded in %lld ms, %.1f bytes a stub; "
           "%zu parts walked in %lld ms\n",
           LONG_EVENTS, (long long)(united_ms - begin_ms), (double)bench->out.length / LONG_EVENTS,
           rounds.part_count, (long long)(clock_monotonic_ms() - united_ms));
    buffer_clear(&list);
    buffer_clear(&stored);
    buffer_clear(&last);
}

int main(int argc, char **argv)
{
    static struct bench bench;
    size_t times = argc > 1 ? strtoul(argv[1], NULL, 10) : 200000;

    prepare(&bench);
    measure(&bench, "new, 10 events", times, write_new);
    measure(&bench, "8 stored and 2 more events", times, write_more);
    measure_long(&bench);
    for (size_t i = 0; i < CONVERSATIONS; i++) {
        buffer_clear(&bench.samples[i].stored);
        buffer_clear(&bench.samples[i].all);
        buffer_clear(&bench.samples[i].fresh);
    }
    buffer_clear(&bench.out);
    arena_clear(&bench.arena);
    memory_free(bench.calendar.starts_at);
    customer_key_free(bench.key);
    return 0;
}
