/* sample.c - conversations by hand. */
#include "sample.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { DAYS = 4000 };

static int64_t starts_at[DAYS];
const struct calendar sample_calendar = {SAMPLE_DAY - 10, DAYS, starts_at};
struct customer_key *sample_key;

int64_t sample_ms(double minute)
{
    return SAMPLE_DAY * TIME_MS_PER_DAY + (int64_t)(minute * 60000);
}

int sample_setup(void **state)
{
    struct error error;

    (void)state;
    for (int i = 0; i < DAYS; i++)
        starts_at[i] = (SAMPLE_DAY - 10 + i) * TIME_MS_PER_DAY;
    sample_key = customer_key_new(TEXT("a key for tests"), &error);
    return sample_key == NULL;
}

int sample_teardown(void **state)
{
    (void)state;
    customer_key_free(sample_key);
    return 0;
}

/* ---- events --------------------------------------------------------------------------------------- */

static struct record_of_chat event(double minute, enum chat_kind kind, const char *name)
{
    return (struct record_of_chat){
        .time_ms = sample_ms(minute),
        .chat = {.conversation = TEXT("chat"), .kind = kind, .agent = text_of(name)},
    };
}

static struct record_of_chat message(double minute, enum chat_kind kind, const char *name)
{
    struct record_of_chat record = event(minute, kind, name);

    record.chat.customer = TEXT("carl");
    return record;
}

struct record_of_chat assigned(double minute, const char *name)
{
    return event(minute, CHAT_ASSIGNED, name);
}

struct record_of_chat customer(double minute, const char *name)
{
    return message(minute, CHAT_CUSTOMER, name);
}

struct record_of_chat asks(double minute, const char *name, enum chat_intent intent)
{
    struct record_of_chat record = customer(minute, name);

    record.chat.intent = intent;
    return record;
}

struct record_of_chat agent(double minute, const char *name)
{
    return message(minute, CHAT_AGENT, name);
}

struct record_of_chat automatic(double minute, const char *name)
{
    struct record_of_chat record = agent(minute, name);

    record.chat.quiet = true;
    return record;
}

struct record_of_chat thanks(double minute, const char *name)
{
    struct record_of_chat record = customer(minute, name);

    record.chat.quiet = true;
    return record;
}

struct record_of_chat bot(double minute, const char *name)
{
    return message(minute, CHAT_MACHINE, name);
}

struct record_of_chat quiet_machine(double minute, const char *name)
{
    struct record_of_chat record = bot(minute, name);

    record.chat.quiet = true;
    return record;
}

struct record_of_chat transferred(double minute, const char *from_agent, const char *to_agent)
{
    struct record_of_chat record = event(minute, CHAT_TRANSFERRED, from_agent);

    record.chat.to_agent = text_of(to_agent);
    return record;
}

struct record_of_chat closed(double minute)
{
    return event(minute, CHAT_CLOSED, NULL);
}

void sample_number(struct record_of_chat *records, size_t count)
{
    for (size_t i = 0; i < count; i++)
        records[i].hash = i + 1;
}

/* ---- sets and rounds ------------------------------------------------------------------------------ */

void sample_add(const struct record_of_chat *records, size_t count, struct buffer *list,
                struct customer_claim *claim)
{
    for (size_t i = 0; i < count; i++)
        stub_list_add(list, claim, &records[i].chat, records[i].time_ms, records[i].hash,
                      sample_key);
    assert_false(list->failed);
}

struct text sample_text(const struct buffer *buffer)
{
    return (struct text){(const char *)buffer->bytes, buffer->length};
}

struct stub_set sample_unite(struct arena *arena, const struct stub_inputs *inputs)
{
    struct stub_set set;
    struct error error;

    if (!stub_set_unite(arena, inputs, &set, &error))
        fail_msg("unite: %s", error.text);
    return set;
}

struct stub_set sample_set(struct arena *arena, const struct record_of_chat *records, size_t count,
                           struct buffer *out)
{
    struct buffer list = {0};
    struct customer_claim claim = {0};
    struct text copy;

    sample_add(records, count, &list, &claim);
    assert_true(arena_text(arena, sample_text(&list), &copy));
    buffer_clear(&list);
    struct stub_set set = sample_unite(arena,
                                       &(struct stub_inputs){.lists = {copy}, .claims = {&claim}});
    if (out != NULL) {
        stub_set_encode(&set, out);
        assert_false(out->failed);
    }
    return set;
}

struct rounds sample_rounds(struct arena *arena, const struct stub_set *set)
{
    struct rounds rounds;
    struct error error;

    if (!rounds_of(set, TEXT("chat"), SAMPLE_IDLE_MS, &sample_calendar, arena, &rounds, &error))
        fail_msg("rounds_of: %s", error.text);
    return rounds;
}

/* ---- description ---------------------------------------------------------------------------------- */

static double minute_of(int64_t ms)
{
    return (double)(ms - sample_ms(0)) / 60000;
}

static void describe_answered(struct buffer *out, const struct part *part)
{
    size_t first = 0;

    if (part->answered_count > 0)
        buffer_append_format(out, ", answered");
    for (size_t i = 0; i < part->answered_count; i++) {
        const struct answered_round *round = &part->answered[i];
        bool is_first = first < part->first_round_count &&
                        part->first_rounds[first] == (int32_t)i + 1;
        buffer_append_format(out, " %s%g", is_first ? "*" : "", minute_of(round->asked_ms));
        if (round->since_ms != TIME_NONE)
            buffer_append_format(out, "(%g)", minute_of(round->since_ms));
        buffer_append_format(out, "-%g", minute_of(round->answered_ms));
        first += is_first;
    }
    assert_int_equal(first, part->first_round_count);
}

static void describe_rounds(struct buffer *out, const char *name, const struct round_times *rounds,
                            size_t count)
{
    if (count > 0)
        buffer_append_format(out, ", %s", name);
    for (size_t i = 0; i < count; i++)
        buffer_append_format(out, " %g-%g", minute_of(rounds[i].asked_ms),
                             minute_of(rounds[i].answered_ms));
}

static void describe_questions(struct buffer *out, const struct part *part)
{
    static const char *const names[] = {
        [QUESTION_UNANSWERED] = "unanswered",   [QUESTION_TRAILING] = "trailing",
        [QUESTION_HANDED_OVER] = "handed over", [QUESTION_BOT_ANSWERED] = "by bots",
        [QUESTION_FIRST_MISSING] = "missing",
    };

    for (size_t kind = 0; kind < QUESTION_KIND_COUNT; kind++) {
        const struct questions *questions = &part->questions[kind];
        if (questions->count > 0)
            buffer_append_format(out, ", %s", names[kind]);
        for (size_t i = 0; i < questions->count; i++)
            buffer_append_format(out, " %g", minute_of(questions->asked_ms[i]));
    }
}

static void describe_customer_messages(struct buffer *out, const struct part *part)
{
    if (part->customer_messages == 0)
        return;
    buffer_append_format(out, ", customer %d", (int)part->customer_messages);
    if (part->closing_messages > 0)
        buffer_append_format(out, " (%d closing)", (int)part->closing_messages);
    buffer_append_format(out, " from %g", minute_of(part->first_customer_at_ms));
}

static void describe_part(struct buffer *out, const struct part *part)
{
    buffer_append_format(out, "%d %.*s", (int)(part->key.day - SAMPLE_DAY),
                         (int)part->key.agent.length, part->key.agent.bytes);
    if (part->key.counts_after_ms != TIME_NONE)
        buffer_append_format(out, " after %g", minute_of(part->key.counts_after_ms));
    buffer_append_format(out, ":");
    describe_customer_messages(out, part);
    if (part->agent_messages > 0)
        buffer_append_format(out, ", agent %d %g..%g", (int)part->agent_messages,
                             minute_of(part->agent_first_at_ms), minute_of(part->agent_last_at_ms));
    if (part->intent != INTENT_NONE)
        buffer_append_format(out, ", %s %g",
                             part->intent == INTENT_PRESALE ? "presale" : "aftersale",
                             minute_of(part->intent_at_ms));
    describe_answered(out, part);
    describe_rounds(out, "carried", part->carried, part->carried_count);
    describe_rounds(out, "first", part->first_responses, part->first_response_count);
    describe_questions(out, part);
    buffer_append_format(out, "\n");
}

const char *sample_voices(struct arena *arena, const struct rounds *rounds)
{
    struct buffer out = {0};
    struct text copy;

    for (size_t i = 0; i < rounds->voice_count; i++)
        buffer_append_format(&out, "%s%.*s %g", i == 0 ? "" : ", ",
                             (int)rounds->voices[i].agent.length, rounds->voices[i].agent.bytes,
                             minute_of(rounds->voices[i].at_ms));
    buffer_append(&out, "", 1);
    assert_true(arena_text(arena, sample_text(&out), &copy));
    buffer_clear(&out);
    return copy.bytes;
}

const char *sample_describe(struct arena *arena, const struct rounds *rounds)
{
    struct buffer out = {0};
    struct text copy;

    for (size_t i = 0; i < rounds->part_count; i++)
        describe_part(&out, &rounds->parts[i]);
    buffer_append(&out, "", 1);
    assert_true(arena_text(arena, sample_text(&out), &copy));
    buffer_clear(&out);
    return copy.bytes;
}
