/*
 * rounds.c - the walk over a conversation's events; it follows docs/metrics.md line by line.
 */
#include "conversation/rounds.h"

#include "conversation/entries.h"

#include <assert.h>

enum {
    /*
     * The most entries that the walk notes per stub. A customer's message: the message, the end of the round
     * that it opens, and either the day to which that round is carried or the first response that is missing
     * with it. A transfer or assignment: the last two of these. An agent's message: the message and the first
     * response.
     */
    ENTRIES_PER_STUB = 3,
    FEW_STUBS = 32, /* conversations up to this size need no memory for entries */
};

/* A name of ours. No name of the set may be the same; if one is, both are one, because keys occur once. */
struct nickname {
    uint32_t agent; /* its number */
    uint32_t place; /* in the order of names, between the set's */
};

/* Whom surveys count for, as far as the walk has come. */
struct voices {
    struct voice *items; /* room for one a stub */
    size_t count;
    uint32_t agent; /* of the last one, */
    int32_t day;    /* and its business day */
    bool spoken;    /* somebody has spoken: from now on only those who speak count */
};

struct walk {
    const struct stub_set *set;
    const struct calendar *calendar;
    int64_t idle_ms;
    struct nickname nobody, bot;

    /* The names of docs/metrics.md; 0, false and TIME_NONE are its `none`. */
    uint32_t holder;
    int64_t open_ms;
    int64_t since_ms;
    int64_t first_ms;
    int64_t last_human_ms;
    bool asked;
    bool answered;
    bool bot_spoke;              /* its `bot` */
    bool responded;              /* the session has its first response */
    const struct stub **pending; /* customers' messages that no agent holds yet */
    size_t pending_count;
    size_t open_entries; /* entries noted before the open round began */

    bool at_end; /* entries noted now count only after the deadline */
    struct entries entries;
    struct voices voices;
};

/* ---- noting -------------------------------------------------------------------------------------- */

/* Places of agents in the order of names: theirs are PLACES apart, ours are between. */
enum { PLACES = 4, PLACE_OF_BOT = 1, PLACE_OF_NOBODY = 2 };

static uint64_t agent_place(const struct walk *walk, uint32_t agent)
{
    if (agent == walk->nobody.agent)
        return walk->nobody.place;
    if (agent == walk->bot.agent)
        return walk->bot.place;
    return PLACES * (uint64_t)agent;
}

/* Ascending like part_key_compare: by day, then agent; parts that always count come before parts that wait. */
static uint64_t entry_key(const struct walk *walk, int32_t day, uint32_t agent)
{
    return entry_key_of_day(day) | agent_place(walk, agent) << 1 | (walk->at_end ? 1 : 0);
}

static struct entry *note(struct walk *walk, size_t kind, uint32_t agent, int32_t day)
{
    struct entry *entry = &walk->entries.items[walk->entries.count++];

    assert(walk->entries.count <= ENTRIES_PER_STUB * walk->set->count);
    walk->entries.count_of[kind]++;
    *entry = (struct entry){
        .key = entry_key(walk, day, agent),
        .asked_ms = TIME_NONE,
        .answered_ms = TIME_NONE,
        .since_ms = TIME_NONE,
        .agent = agent,
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

/* Notes what became of a question, on its day. */
static void note_question(struct walk *walk, enum question_kind kind, uint32_t agent,
                          int64_t asked_ms)
{
    int32_t day = calendar_day(walk->calendar, asked_ms);

    note(walk, ENTRY_QUESTION + kind, agent, day)->asked_ms = asked_ms;
}

static struct entry *note_answer(struct walk *walk, enum entry_kind kind, uint32_t agent,
                                 int32_t day, int64_t asked_ms, int64_t answered_ms)
{
    struct entry *entry = note(walk, kind, agent, day);

    entry->asked_ms = asked_ms;
    entry->answered_ms = answered_ms;
    return entry;
}

/* Another voice counts from now on, or the same one on another day. */
static void voices_add(struct walk *walk, uint32_t agent, int64_t now_ms)
{
    struct voices *voices = &walk->voices;
    int32_t today = calendar_day(walk->calendar, now_ms);

    if (agent == voices->agent && today == voices->day)
        return;
    voices->agent = agent;
    voices->day = today;
    voices->items[voices->count++] = (struct voice){now_ms, walk->set->names[agent - 1]};
}

/* As long as nobody has spoken, the agents that events name count. */
static void voices_hear_name(struct walk *walk, const struct stub *stub)
{
    uint32_t agent = stub->kind == CHAT_TRANSFERRED ? stub->other : stub->agent;

    if (!walk->voices.spoken && agent != 0)
        voices_add(walk, agent, stub->time_ms);
}

static void voices_hear_speaker(struct walk *walk, uint32_t sender, int64_t now_ms)
{
    if (sender == walk->nobody.agent)
        return;
    walk->voices.spoken = true;
    voices_add(walk, sender, now_ms);
}

/* ---- walking ------------------------------------------------------------------------------------- */

static bool is_open(const struct walk *walk)
{
    return walk->open_ms != TIME_NONE;
}

/* What keeps the session alive; TIME_NONE: nothing yet. */
static int64_t last_sign_of_life(const struct walk *walk)
{
    return walk->last_human_ms > walk->open_ms ? walk->last_human_ms : walk->open_ms;
}

static uint32_t holder_or_nobody(const struct walk *walk)
{
    return walk->holder != 0 ? walk->holder : walk->nobody.agent;
}

static void give_pending_to(struct walk *walk, uint32_t agent)
{
    for (size_t i = 0; i < walk->pending_count; i++)
        note_customer_message(walk, walk->pending[i], agent);
    walk->pending_count = 0;
}

/* The customer's messages that came while this round was open leave the holder's. */
static void give_messages_since_open_to(struct walk *walk, uint32_t agent)
{
    for (size_t i = walk->open_entries; i < walk->entries.count; i++) {
        struct entry *entry = &walk->entries.items[i];
        assert(entry->kind == ENTRY_CUSTOMER_MESSAGE);
        entry->agent = agent;
        entry->key = entry_key(walk, entry_day(entry), agent);
    }
}

static void open_round(struct walk *walk, int64_t now_ms)
{
    walk->open_ms = now_ms;
    walk->since_ms = TIME_NONE;
    walk->open_entries = walk->entries.count;
    if (walk->first_ms == TIME_NONE)
        walk->first_ms = now_ms;
}

/* Ends the open round, if there is one, as unanswered. Without an open round no first response is missing. */
static void leave_unanswered(struct walk *walk)
{
    uint32_t agent = holder_or_nobody(walk);

    if (!is_open(walk))
        return;
    note_question(walk, walk->answered ? QUESTION_TRAILING : QUESTION_UNANSWERED, agent,
                  walk->open_ms);
    if (!walk->responded)
        note_question(walk, QUESTION_FIRST_MISSING, agent, walk->first_ms);
    give_pending_to(walk, agent);
}

/* everything := none */
static void forget_session(struct walk *walk)
{
    walk->holder = 0;
    walk->open_ms = TIME_NONE;
    walk->since_ms = TIME_NONE;
    walk->first_ms = TIME_NONE;
    walk->last_human_ms = TIME_NONE;
    walk->asked = false;
    walk->answered = false;
    walk->bot_spoke = false;
    walk->responded = false;
    walk->pending_count = 0;
}

/* END */
static void end_session(struct walk *walk)
{
    leave_unanswered(walk);
    forget_session(walk);
}

static void hear_customer(struct walk *walk, const struct stub *message)
{
    if (!message->quiet) {
        walk->asked = true;
        if (!is_open(walk))
            open_round(walk, message->time_ms);
    }
    if (walk->holder != 0)
        note_customer_message(walk, message, walk->holder);
    else
        walk->pending[walk->pending_count++] = message;
    walk->last_human_ms = message->time_ms;
}

static void hear_bot(struct walk *walk)
{
    if (is_open(walk)) {
        give_messages_since_open_to(walk, walk->bot.agent);
        note_question(walk, QUESTION_BOT_ANSWERED, walk->bot.agent, walk->open_ms);
        give_pending_to(walk, walk->bot.agent);
        walk->open_ms = TIME_NONE;
    }
    if (!walk->responded)
        walk->first_ms = TIME_NONE;
    walk->bot_spoke = true;
}

/* The answer to the open round: always the session's first response, too, if it has none yet. */
static void answer_round(struct walk *walk, uint32_t sender, int64_t now_ms, int32_t today)
{
    int32_t asked_on = calendar_day(walk->calendar, walk->open_ms);
    struct entry *entry = note_answer(walk, ENTRY_ANSWERED, sender, asked_on, walk->open_ms,
                                      now_ms);

    entry->since_ms = walk->since_ms;
    entry->is_first = !walk->responded && walk->first_ms == walk->open_ms;
    if (asked_on != today)
        note_answer(walk, ENTRY_CARRIED, sender, today, walk->open_ms, now_ms);
    if (!walk->responded && walk->first_ms != walk->open_ms)
        note_answer(walk, ENTRY_FIRST_RESPONSE, sender,
                    calendar_day(walk->calendar, walk->first_ms), walk->first_ms, now_ms);
    give_pending_to(walk, sender);
    walk->open_ms = TIME_NONE;
    walk->answered = true;
    walk->responded = true;
}

static void hear_agent(struct walk *walk, const struct stub *message)
{
    uint32_t sender = holder_or_nobody(walk);
    int64_t now_ms = message->time_ms;
    int32_t today = calendar_day(walk->calendar, now_ms);

    note(walk, ENTRY_AGENT_MESSAGE, sender, today)->answered_ms = now_ms;
    voices_hear_speaker(walk, sender, now_ms);
    if (is_open(walk))
        answer_round(walk, sender, now_ms, today);
    walk->bot_spoke = false;
    walk->last_human_ms = now_ms;
}

/* A person is called while nothing is open: if a bot spoke last of those who answer, the hand-off asks. */
static void hand_off(struct walk *walk, int64_t now_ms)
{
    if (walk->bot_spoke && walk->asked)
        open_round(walk, now_ms);
}

static void assign(struct walk *walk, const struct stub *assigned)
{
    if (!is_open(walk))
        hand_off(walk, assigned->time_ms);
    else if (assigned->agent != walk->holder)
        walk->since_ms = assigned->time_ms;
    walk->holder = assigned->agent;
    walk->bot_spoke = false;
}

static void hand_over(struct walk *walk, const struct stub *transfer)
{
    if (is_open(walk)) {
        uint32_t from_agent = transfer->agent != 0 ? transfer->agent : walk->nobody.agent;
        note_question(walk, QUESTION_HANDED_OVER, from_agent, walk->open_ms);
        give_pending_to(walk, from_agent);
        open_round(walk, transfer->time_ms);
        walk->answered = false;
    } else {
        hand_off(walk, transfer->time_ms);
    }
    walk->holder = transfer->other;
    walk->bot_spoke = false;
}

static void walk_event(struct walk *walk, const struct stub *stub)
{
    int64_t alive_ms = last_sign_of_life(walk);

    if (alive_ms != TIME_NONE && stub->time_ms - alive_ms > walk->idle_ms)
        end_session(walk);
    voices_hear_name(walk, stub);
    switch ((enum chat_kind)stub->kind) {
    case CHAT_CUSTOMER:
        if (stub->agent != 0)
            walk->holder = stub->agent;
        hear_customer(walk, stub);
        break;
    case CHAT_MACHINE:
        if (!stub->quiet)
            hear_bot(walk);
        break;
    case CHAT_ASSIGNED: assign(walk, stub); break;
    case CHAT_AGENT:
        if (stub->agent != 0)
            walk->holder = stub->agent;
        if (!stub->quiet)
            hear_agent(walk, stub);
        break;
    case CHAT_TRANSFERRED: hand_over(walk, stub); break;
    case CHAT_CLOSED: end_session(walk); break;
    }
}

/* ---- before and after ---------------------------------------------------------------------------- */

/* Finds the name's place among the set's; `number` is its own, unless it is one of them. */
static struct nickname nickname_of(const struct stub_set *set, struct text name, uint32_t number,
                                   uint32_t place)
{
    uint32_t before = 0;
    int order = -1;

    while (before < set->name_count && (order = text_compare(set->names[before], name)) < 0)
        before++;
    if (order == 0)
        return (struct nickname){before + 1, PLACES * (before + 1)};
    return (struct nickname){number, PLACES * before + place};
}

/* Notes the open round, as parts that count later. */
static void walk_finish(struct walk *walk, struct rounds *rounds)
{
    rounds->open_until_ms = TIME_NONE;
    if (walk->open_ms == TIME_NONE)
        return;
    rounds->open_until_ms = last_sign_of_life(walk) + walk->idle_ms;
    walk->at_end = true;
    leave_unanswered(walk);
}

/* Copies the voices to the arena: their room was for the most that could come. */
static bool keep_voices(const struct voices *voices, struct arena *arena, struct rounds *rounds)
{
    struct voice *kept = arena_array(arena, voices->count, sizeof *kept);

    if (kept == NULL)
        return false;
    if (voices->count > 0)
        memcpy(kept, voices->items, voices->count * sizeof *kept);
    rounds->voices = kept;
    rounds->voice_count = voices->count;
    return true;
}

/* What the walk writes to while it goes: on the stack for few stubs. The result does not point into it. */
struct walk_room {
    struct entry entries[ENTRIES_PER_STUB * FEW_STUBS];
    const struct stub *pending[FEW_STUBS];
    struct voice voices[FEW_STUBS];
};

static bool walk_find_room(struct walk *walk, struct walk_room *few, struct arena *arena)
{
    size_t count = walk->set->count;

    walk->entries.items = few->entries;
    walk->pending = few->pending;
    walk->voices.items = few->voices;
    if (count <= FEW_STUBS)
        return true;
    walk->entries.items = arena_array(arena, ENTRIES_PER_STUB * count, sizeof *walk->entries.items);
    walk->pending = arena_array(arena, count, sizeof(const struct stub *));
    walk->voices.items = arena_array(arena, count, sizeof *walk->voices.items);
    return walk->entries.items != NULL && walk->pending != NULL && walk->voices.items != NULL;
}

static bool walk_all(struct walk *walk, struct arena *arena, struct rounds *rounds)
{
    const struct stub_set *set = walk->set;

    forget_session(walk);
    for (size_t i = 0; i < set->count; i++)
        walk_event(walk, &set->stubs[i]);
    walk_finish(walk, rounds);
    return keep_voices(&walk->voices, arena, rounds);
}

bool rounds_of(const struct stub_set *set, struct text conversation, int64_t idle_ms,
               const struct calendar *calendar, struct arena *arena, struct rounds *rounds,
               struct error *error)
{
    struct walk_room few;
    struct walk walk = {
        .set = set,
        .calendar = calendar,
        .idle_ms = idle_ms,
        .nobody = nickname_of(set, TEXT(AGENT_UNASSIGNED), 0, PLACE_OF_NOBODY),
        .bot = nickname_of(set, TEXT(AGENT_BOT), (uint32_t)set->name_count + 1, PLACE_OF_BOT),
    };

    *rounds = (struct rounds){0};
    if (!walk_find_room(&walk, &few, arena) || !walk_all(&walk, arena, rounds))
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
