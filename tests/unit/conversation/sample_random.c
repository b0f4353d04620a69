/* sample_random.c - conversations at random. */
#include "sample.h"

uint64_t sample_random_next(struct sample_random *random)
{
    uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

size_t sample_random_below(struct sample_random *random, size_t below)
{
    return (size_t)(sample_random_next(random) % below);
}

/* Before and after "(unassigned)" in the order of bytes, one the beginning of another. */
static struct text random_agent(struct sample_random *random)
{
    static const char *const names[] = {"anna", "ann", "!bo", "(a", "\xe5\xbc\xa0", "Z9", "z"};

    return text_of(names[sample_random_below(random, sizeof names / sizeof names[0])]);
}

static struct text random_agent_or_none(struct sample_random *random)
{
    if (sample_random_below(random, 2) == 0)
        return text_of(NULL);
    return random_agent(random);
}

/* Now and then one that is named like an agent, or none, as in format 1. */
static struct text random_source(struct sample_random *random)
{
    static const char *const names[] = {"/chat", "/chat", "/app", "anna", "(bot)", NULL};

    return text_of(names[sample_random_below(random, sizeof names / sizeof names[0])]);
}

static struct text random_customer(struct sample_random *random)
{
    static const char *const names[] = {"carl", "cleo", "carl", "cy"};

    return text_of(names[sample_random_below(random, 4)]);
}

static struct chat_event random_chat(struct sample_random *random)
{
    static const enum chat_kind kinds[] = {
        CHAT_ASSIGNED, CHAT_ASSIGNED, CHAT_CUSTOMER, CHAT_CUSTOMER, CHAT_CUSTOMER,    CHAT_CUSTOMER,
        CHAT_MACHINE,  CHAT_MACHINE,  CHAT_AGENT,    CHAT_AGENT,    CHAT_TRANSFERRED, CHAT_CLOSED,
    };
    struct chat_event chat = {
        .conversation = TEXT("chat"),
        .kind = kinds[sample_random_below(random, sizeof kinds / sizeof kinds[0])],
    };

    switch (chat.kind) {
    case CHAT_ASSIGNED:
        chat.agent = random_agent(random);
        if (sample_random_below(random, 3) == 0)
            chat.customer = random_customer(random);
        break;
    case CHAT_TRANSFERRED:
        chat.agent = random_agent(random);
        chat.to_agent = random_agent(random);
        break;
    case CHAT_CLOSED: break;
    case CHAT_CUSTOMER:
        chat.intent = (enum chat_intent)sample_random_below(random, 3);
        chat.customer = random_customer(random);
        chat.agent = random_agent_or_none(random);
        chat.quiet = sample_random_below(random, 4) == 0;
        break;
    case CHAT_AGENT:
    case CHAT_MACHINE:
        chat.customer = random_customer(random);
        chat.agent = random_agent_or_none(random);
        chat.quiet = sample_random_below(random, 4) == 0;
        if (chat.kind == CHAT_AGENT && !chat.quiet)
            chat.source = random_source(random);
        break;
    }
    return chat;
}

/* The steps of a conversation's clock, in ms: none, small, and around the idle limit and a day. */
static int64_t random_step(struct sample_random *random)
{
    static const int64_t steps[] = {
        0,
        0,
        1,
        1000,
        5000,
        5001,
        40000,
        600000,
        36000000,
        SAMPLE_IDLE_MS - 1,
        SAMPLE_IDLE_MS,
        SAMPLE_IDLE_MS + 1,
        3 * TIME_MS_PER_DAY,
    };

    /* the long ones less often, or nothing would ever be answered */
    size_t few = sample_random_below(random, 4) == 0 ? 13 : 9;
    return steps[sample_random_below(random, few)];
}

/* Gives a record the identity of an earlier one, and half the time nearly its content as well. */
static void break_contract(struct sample_random *random, struct record_of_chat *record,
                           const struct record_of_chat *earlier)
{
    record->hash = earlier->hash;
    if (sample_random_below(random, 2) == 0)
        record->time_ms = earlier->time_ms;
    if (sample_random_below(random, 2) == 0)
        return;
    record->chat = earlier->chat;
    if (!text_is_absent(record->chat.agent))
        record->chat.agent = random_agent(random);
    if (!text_is_absent(record->chat.customer))
        record->chat.customer = random_customer(random);
    if (record->chat.kind == CHAT_CUSTOMER)
        record->chat.intent = (enum chat_intent)sample_random_below(random, 3);
}

void sample_conversation(struct sample_random *random, struct record_of_chat *records, size_t count)
{
    int64_t now_ms = sample_ms(0) + (int64_t)sample_random_below(random, TIME_MS_PER_DAY);
    size_t rare = 2 + sample_random_below(random, 30); /* how rarely an event's hash comes again */

    for (size_t i = 0; i < count; i++) {
        now_ms += random_step(random);
        records[i].chat = random_chat(random);
        records[i].time_ms = now_ms;
        records[i].hash = sample_random_next(random);
        if (i > 0 && sample_random_below(random, rare) == 0)
            break_contract(random, &records[i], &records[sample_random_below(random, i)]);
    }
}

void sample_shuffle(struct sample_random *random, struct record_of_chat *records, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = sample_random_below(random, i);
        struct record_of_chat record = records[i - 1];
        records[i - 1] = records[other];
        records[other] = record;
    }
}
