/*
 * fuzz_conversation.c - two things that must hold for any bytes, chosen by the first of them:
 *
 *   even   the rest is events, five bytes each, dealt out to three lists by their last. However they
 *          are united, the canonical bytes are the same, and the walk agrees with the naive one.
 *   odd    the rest is an encoded set or a list as an attacker would write it. It is refused, or comes
 *          to a set whose canonical bytes come to themselves.
 */
#include "conversation/rounds.h"
#include "conversation/stubs.h"

#include <assert.h>
#include <stdlib.h>

/* The second walk is a test's; a fuzzer is one file. */
#include "../unit/conversation/naive.c"
#include "../unit/conversation/naive_difference.c"

enum { EVENT_SIZE = 5, EVENTS_MAX = 400, LISTS = 3, DAYS = 4000 };

static struct customer_key *key;
static int64_t starts_at[DAYS];
static const struct calendar calendar = {10957, DAYS, starts_at};

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct error error;

    (void)argc;
    (void)argv;
    key = customer_key_new((struct text){NULL, 0}, &error);
    for (int i = 0; i < DAYS; i++)
        starts_at[i] = TIME_2000 + i * TIME_MS_PER_DAY;
    return key == NULL;
}

/* ---- events --------------------------------------------------------------------------------------- */

static struct text agent_of(unsigned bits)
{
    static const char *const names[] = {NULL, "anna", "ann", "!bo"};

    return text_of(names[bits & 3]);
}

/* kind, agents and customer; how much later; the hash: small, so that it comes again. */
static void event_of(const uint8_t bytes[EVENT_SIZE], int64_t *now_ms,
                     struct record_of_chat *record)
{
    static const int64_t steps[] = {0, 1, 1000, 3600000, TIME_MS_PER_DAY, TIME_MS_PER_DAY + 1};
    enum chat_kind kind = (enum chat_kind)(bytes[0] % 6);

    *now_ms += steps[bytes[1] % 6];
    *record = (struct record_of_chat){.time_ms = *now_ms, .hash = bytes[2]};
    record->chat.kind = kind;
    record->chat.agent = kind == CHAT_CLOSED ? text_of(NULL) : agent_of(bytes[3]);
    if (kind == CHAT_TRANSFERRED)
        record->chat.to_agent = agent_of(bytes[3] >> 2);
    if (kind == CHAT_CUSTOMER)
        record->chat.intent = (enum chat_intent)((bytes[3] >> 2) % 3);
    record->chat.quiet = (kind == CHAT_CUSTOMER || kind == CHAT_MACHINE || kind == CHAT_AGENT) &&
                         (bytes[3] & 0x40) != 0;
    if (kind != CHAT_CLOSED && kind != CHAT_TRANSFERRED)
        record->chat.customer = (bytes[3] & 0x20) != 0 ? TEXT("carl") : TEXT("cleo");
}

static struct text text_of_buffer(const struct buffer *buffer)
{
    return (struct text){(const char *)buffer->bytes, buffer->length};
}

/* Unites and appends the bytes; false when the input is refused, which must be for its form. */
static bool unite(struct arena *arena, const struct stub_inputs *inputs, struct stub_set *set,
                  struct buffer *out)
{
    struct error error;

    if (!stub_set_unite(arena, inputs, set, &error)) {
        assert(error.class == ERROR_STOP);
        return false;
    }
    stub_set_encode(set, out);
    assert(!out->failed);
    return true;
}

/* A list and its claim. */
struct deal {
    struct buffer list;
    struct customer_claim claim;
};

/* One after another into a set that is encoded each time, instead of all at once. */
static void unite_one_by_one(struct arena *arena, const struct deal *deals, struct buffer *out)
{
    struct stub_set set;

    for (int i = 0; i < LISTS; i++) {
        struct buffer next = {0};
        bool done = unite(arena,
                          &(struct stub_inputs){.sets = {text_of_buffer(out)},
                                                .lists = {text_of_buffer(&deals[i].list)},
                                                .claims = {&deals[i].claim}},
                          &set, &next);
        assert(done);
        buffer_clear(out);
        *out = next;
    }
}

static void compare_walks(const struct stub_set *set, const struct record_of_chat *records,
                          size_t count, struct arena *arena)
{
    struct rounds rounds;
    struct naive naive;
    struct error error;

    if (!rounds_of(set, TEXT("chat"), TIME_MS_PER_DAY, &calendar, arena, &rounds, &error))
        abort();
    naive_walk(records, count, TIME_MS_PER_DAY, &calendar, key, &naive);
    const char *difference = naive_difference(&naive, set, &rounds);
    if (difference != NULL)
        abort();
    naive_clear(&naive);
}

static void try_events(const uint8_t *data, size_t size, struct arena *arena)
{
    static struct record_of_chat records[EVENTS_MAX];
    struct deal deals[LISTS] = {{.list = {0}}};
    struct buffer at_once = {0}, one_by_one = {0};
    struct stub_set set;
    int64_t now_ms = TIME_2000;
    size_t count = size / EVENT_SIZE < EVENTS_MAX ? size / EVENT_SIZE : EVENTS_MAX;

    for (size_t i = 0; i < count; i++) {
        struct deal *deal = &deals[data[i * EVENT_SIZE + 4] % LISTS];
        event_of(data + i * EVENT_SIZE, &now_ms, &records[i]);
        stub_list_add(&deal->list, &deal->claim, &records[i].chat, records[i].time_ms,
                      records[i].hash, key);
    }
    bool done = unite(arena,
                      &(struct stub_inputs){
                          .lists = {text_of_buffer(&deals[2].list), text_of_buffer(&deals[0].list),
                                    text_of_buffer(&deals[1].list)},
                          .claims = {&deals[1].claim, &deals[2].claim, &deals[0].claim}},
                      &set, &at_once);
    assert(done);
    unite_one_by_one(arena, deals, &one_by_one);
    assert(text_equal(text_of_buffer(&at_once), text_of_buffer(&one_by_one)));
    compare_walks(&set, records, count, arena);
    buffer_clear(&at_once);
    buffer_clear(&one_by_one);
    for (int i = 0; i < LISTS; i++)
        buffer_clear(&deals[i].list);
}

/* ---- bytes ---------------------------------------------------------------------------------------- */

static void try_bytes(struct text bytes, bool as_list, struct arena *arena)
{
    struct stub_inputs inputs = {.sets = {{NULL, 0}}};
    struct buffer once = {0}, twice = {0};
    struct stub_set set;
    struct rounds rounds;
    struct error error;

    if (as_list)
        inputs.lists[0] = bytes;
    else
        inputs.sets[0] = bytes;
    if (unite(arena, &inputs, &set, &once)) {
        bool done =
            rounds_of(&set, TEXT("chat"), TIME_MS_PER_DAY, &calendar, arena, &rounds, &error) &&
            unite(arena, &(struct stub_inputs){.sets = {text_of_buffer(&once)}}, &set, &twice);
        assert(done);
        assert(text_equal(text_of_buffer(&once), text_of_buffer(&twice)));
    }
    buffer_clear(&once);
    buffer_clear(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;

    if (size == 0)
        return 0;
    arena_init(&arena);
    if (data[0] % 2 == 0)
        try_events(data + 1, size - 1, &arena);
    else
        try_bytes((struct text){(const char *)data + 1, size - 1}, data[0] % 4 == 3, &arena);
    arena_clear(&arena);
    return 0;
}
