/*
 * rounds.c - the walk over a conversation's events; it follows docs/metrics.md line by line.
 */
#include "conversation/rounds.h"

#include "conversation/entries.h"

#include <assert.h>

enum {
    /*
     * The most entries that the walk notes per stub. A customer's message: the message, the end of the round
     * that it opens, and the day to which that round is carried. A transfer: the last two of these. An
     * agent's message: the message and the first response.
     */
    ENTRIES_PER_STUB = 3,
    FEW_STUBS = 32, /* conversations up to this size need no memory for entries */
};

struct walk {
    const struct stub_set *set;
    const struct calendar *calendar;
    int64_t idle_ms;
    uint32_t nobody;        /* the agent that means "(unassigned)" */
    uint32_t nobody_follow; /* the number of agents sorted before it */

    /* The names of docs/metrics.md; 0 and TIME_NONE are its `none`. */
    uint32_t holder;
    int64_t open_ms;
    int64_t first_ms;
    int64_t last_human_ms;
    bool responded;              /* the session has its first response */
    const struct stub **pending; /* customers' messages that no agent holds yet */
    size_t pending_count;

    bool at_end; /* entries noted now count only after the deadline */
    struct entries entries;
};

/* ---- noting -------------------------------------------------------------------------------------- */

/*
 * Ascending like part_key_compare: by day, then agent; parts that always count come before parts that wait.
 * Agents have even numbers, in the order of their names; "(unassigned)" has the odd number at its place.
 */
static uint64_t entry_key(const struct walk *walk, int32_t day, uint32_t agent)
{
    uint64_t day_place = (uint32_t)day ^ UINT32_C(0x80000000);
    uint64_t agent_place = agent == 0 ? 2 * (uint64_t)walk->nobody_follow + 1 : 2 * (uint64_t)agent;

    return day_place << 32 | agent_place << 1 | (walk->at_end ? 1 : 0);
}

static struct entry *note(struct walk *walk, enum entry_kind kind, uint32_t agent, int32_t day)
{
    struct entry *entry = &walk->entries.items[walk->entries.count++];

    assert(walk->entries.count <= ENTRIES_PER_STUB * walk->set->count);
    walk->entries.count_of[kind]++;
    *entry = (struct entry){
        .key = entry_key(walk, day, agent),
        .asked_ms = TIME_NONE,
        .answered_ms = TIME_NONE,
        .agent = agent,
        .day = day,
        .kind = (uint8_t)kind,
        .waits = walk->at_end,
    };
    return entry;
}

static void note_customer_message(struct walk *walk, const struct stub *message, uint32_t agent)
{
    int32_t day = calendar_day(walk->calendar, message->time_ms);
    struct entry *entry = note(walk, ENTRY_CUSTOMER_MESSAGE, agent, day);

    entry->asked_ms = message->time_ms;
    entry->message = message;
}

/* Notes a round of this kind on the day of its question. */
static void note_question(struct walk *walk, enum entry_kind kind, uint32_t agent, int64_t asked_ms)
{
    note(walk, kind, agent, calendar_day(walk->calendar, asked_ms))->asked_ms = asked_ms;
}

static void note_answer(struct walk *walk, enum entry_kind kind, uint32_t agent, int32_t day,
                        int64_t asked_ms, int64_t answered_ms)
{
    struct entry *entry = note(walk, kind, agent, day);

    entry->asked_ms = asked_ms;
    entry->answered_ms = answered_ms;
}

/* ---- walking ------------------------------------------------------------------------------------- */

static uint32_t holder_or_nobody(const struct walk *walk)
{
    return walk->holder != 0 ? walk->holder : walk->nobody;
}

static void give_pending_to(struct walk *walk, uint32_t agent)
{
    for (size_t i = 0; i < walk->pending_count; i++)
        note_customer_message(walk, walk->pending[i], agent);
    walk->pending_count = 0;
}

/* Ends the open round, if there is one, as unanswered. */
static void leave_unanswered(struct walk *walk)
{
    if (walk->open_ms == TIME_NONE)
        return;
    note_question(walk, ENTRY_UNANSWERED, holder_or_nobody(walk), walk->open_ms);
    give_pending_to(walk, holder_or_nobody(walk));
}

/* END */
static void end_session(struct walk *walk)
{
    leave_unanswered(walk);
    walk->holder = 0;
    walk->open_ms = TIME_NONE;
    walk->first_ms = TIME_NONE;
    walk->last_human_ms = TIME_NONE;
    walk->responded = false;
}

static void hear_customer(struct walk *walk, const struct stub *message)
{
    if (walk->open_ms == TIME_NONE)
        walk->open_ms = message->time_ms;
    if (walk->first_ms == TIME_NONE)
        walk->first_ms = message->time_ms;
    if (walk->holder != 0)
        note_customer_message(walk, message, walk->holder);
    else
        walk->pending[walk->pending_count++] = message;
    walk->last_human_ms = message->time_ms;
}

static void hear_agent(struct walk *walk, const struct stub *message)
{
    uint32_t sender = holder_or_nobody(walk);
    int64_t now_ms = message->time_ms;
    int32_t today = calendar_day(walk->calendar, now_ms);

    note(walk, ENTRY_AGENT_MESSAGE, sender, today)->answered_ms = now_ms;
    if (walk->open_ms != TIME_NONE) {
        int32_t asked_on = calendar_day(walk->calendar, walk->open_ms);
        note_answer(walk, ENTRY_ANSWERED, sender, asked_on, walk->open_ms, now_ms);
        if (asked_on != today)
            note_answer(walk, ENTRY_CARRIED, sender, today, walk->open_ms, now_ms);
        give_pending_to(walk, sender);
        walk->open_ms = TIME_NONE;
    }
    if (walk->first_ms != TIME_NONE && !walk->responded) {
        note_answer(walk, ENTRY_FIRST_RESPONSE, sender,
                    calendar_day(walk->calendar, walk->first_ms), walk->first_ms, now_ms);
        walk->responded = true;
    }
    walk->last_human_ms = now_ms;
}

static void hand_over(struct walk *walk, const struct stub *transfer)
{
    if (walk->open_ms != TIME_NONE) {
        uint32_t from_agent = transfer->agent != 0 ? transfer->agent : walk->nobody;
        note_question(walk, ENTRY_HANDED_OVER, from_agent, walk->open_ms);
        give_pending_to(walk, from_agent);
        walk->open_ms = transfer->time_ms;
    }
    walk->holder = transfer->to_agent;
}

static void walk_event(struct walk *walk, const struct stub *stub)
{
    if (walk->last_human_ms != TIME_NONE && stub->time_ms - walk->last_human_ms > walk->idle_ms)
        end_session(walk);
    switch ((enum chat_kind)stub->kind) {
    case CHAT_ASSIGNED: walk->holder = stub->agent; break;
    case CHAT_CUSTOMER:
        if (stub->agent != 0)
            walk->holder = stub->agent;
        hear_customer(walk, stub);
        break;
    case CHAT_MACHINE: break;
    case CHAT_AGENT:
        if (stub->agent != 0)
            walk->holder = stub->agent;
        if (!stub->is_auto)
            hear_agent(walk, stub);
        break;
    case CHAT_TRANSFERRED: hand_over(walk, stub); break;
    case CHAT_CLOSED: end_session(walk); break;
    }
}

/* ---- before and after ---------------------------------------------------------------------------- */

/* No agent may have this name. If one has, its parts become the unassigned ones: otherwise keys would occur twice. */
static void walk_find_nobody(struct walk *walk)
{
    const struct stub_set *set = walk->set;

    for (size_t i = 0; i < set->agent_count; i++) {
        int order = text_compare(set->agents[i], TEXT(AGENT_UNASSIGNED));
        if (order == 0)
            walk->nobody = (uint32_t)i + 1;
        if (order >= 0)
            break;
        walk->nobody_follow++;
    }
}

/* Notes the open round, as parts that count later. */
static void walk_finish(struct walk *walk, struct rounds *rounds)
{
    rounds->open_until_ms = TIME_NONE;
    if (walk->open_ms == TIME_NONE)
        return;
    rounds->open_until_ms = walk->last_human_ms + walk->idle_ms;
    walk->at_end = true;
    leave_unanswered(walk);
}

static struct text last_agent(const struct stub_set *set)
{
    for (size_t i = set->count; i-- > 0;) {
        const struct stub *stub = &set->stubs[i];
        uint32_t agent = stub->to_agent != 0 ? stub->to_agent : stub->agent;
        if (agent != 0)
            return set->agents[agent - 1];
    }
    return (struct text){NULL, 0};
}

/* `few` is the caller's memory for entries of FEW_STUBS; the result does not point into it. */
static bool walk_all(struct walk *walk, struct entry *few, const struct stub **few_pending,
                     struct arena *arena, struct rounds *rounds)
{
    const struct stub_set *set = walk->set;

    walk->entries.items = few;
    walk->pending = few_pending;
    if (set->count > FEW_STUBS) {
        walk->entries.items = arena_array(arena, ENTRIES_PER_STUB * set->count,
                                          sizeof *walk->entries.items);
        walk->pending = arena_array(arena, set->count, sizeof(const struct stub *));
        if (walk->entries.items == NULL || walk->pending == NULL)
            return false;
    }
    for (size_t i = 0; i < set->count; i++)
        walk_event(walk, &set->stubs[i]);
    walk_finish(walk, rounds);
    return true;
}

bool rounds_of(const struct stub_set *set, struct text conversation, int64_t idle_ms,
               const struct calendar *calendar, struct arena *arena, struct rounds *rounds,
               struct error *error)
{
    struct entry few[ENTRIES_PER_STUB * FEW_STUBS];
    const struct stub *few_pending[FEW_STUBS];
    struct walk walk = {
        .set = set,
        .calendar = calendar,
        .idle_ms = idle_ms,
        .open_ms = TIME_NONE,
        .first_ms = TIME_NONE,
        .last_human_ms = TIME_NONE,
    };

    *rounds = (struct rounds){.last_agent = last_agent(set)};
    walk_find_nobody(&walk);
    if (!walk_all(&walk, few, few_pending, arena, rounds))
        return error_memory(error);
    if (!set->claim.present)
        return true;
    struct part_key blank = {
        .customer = set->claim.customer,
        .conversation = conversation,
        .counts_after_ms = rounds->open_until_ms,
    };
    return parts_of_entries(&walk.entries, &blank, set, arena, rounds, error);
}
