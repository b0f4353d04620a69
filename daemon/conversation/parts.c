/*
 * parts.c - folds the walk's entries into parts, and finds the parts that changed between two results.
 */
#include "conversation/entries.h"
#include "conversation/sort.h"

/* ---- the fold ------------------------------------------------------------------------------------ */

/* The unused rest of the lists' memory, which is allocated once for all parts. */
struct list_room {
    struct answered_round *rounds;
    int32_t *places;
    struct round_times *times;
    int64_t *questions;
    const size_t *count_of; /* entries of each kind in all parts together */
};

static int entry_compare(const void *a, const void *b)
{
    return COMPARE(((const struct entry *)a)->key, ((const struct entry *)b)->key);
}

/* Before the message is counted. Closing messages only stand in until one that asks is found. */
static void part_move_first_customer(struct part *part, const struct stub *message)
{
    bool has_asking = part->customer_messages > part->closing_messages;

    if (part->customer_messages == 0 || (!message->quiet && !has_asking) ||
        (message->quiet != has_asking && message->time_ms < part->first_customer_at_ms))
        part->first_customer_at_ms = message->time_ms;
}

static void part_add_customer_message(struct part *part, const struct stub *message)
{
    part_move_first_customer(part, message);
    part->customer_messages++;
    part->closing_messages += message->quiet;
    if (message->intent == INTENT_NONE)
        return;
    /* Pending messages are noted late, so they may come out of event order. */
    if (part->intent != INTENT_NONE &&
        (message->time_ms > part->intent_at_ms ||
         (message->time_ms == part->intent_at_ms && message->hash > part->intent_hash)))
        return;
    part->intent = (enum chat_intent)message->intent;
    part->intent_at_ms = message->time_ms;
    part->intent_hash = message->hash;
}

static void part_add_agent_message(struct part *part, int64_t at_ms)
{
    part->agent_messages++;
    if (part->agent_first_at_ms == TIME_NONE)
        part->agent_first_at_ms = at_ms;
    part->agent_last_at_ms = at_ms;
}

/* Collects the answered rounds from a part's entries, and which of them are first responses. */
static void take_answered(const struct entry *entries, size_t count, struct list_room *room,
                          struct part *part)
{
    struct answered_round *end = room->rounds;
    int32_t *places_end = room->places;

    if (room->count_of[ENTRY_ANSWERED] == 0)
        count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct entry *entry = &entries[i];
        if (entry->kind != ENTRY_ANSWERED)
            continue;
        *end++ = (struct answered_round){entry->asked_ms, entry->answered_ms, entry->since_ms};
        if (entry->is_first)
            *places_end++ = (int32_t)(end - room->rounds);
    }
    part->answered = room->rounds;
    part->answered_count = (size_t)(end - room->rounds);
    part->first_rounds = room->places;
    part->first_round_count = (size_t)(places_end - room->places);
    room->rounds = end;
    room->places = places_end;
}

/* Collects the rounds of one kind from a part's entries. */
static size_t take_rounds(const struct entry *entries, size_t count, enum entry_kind kind,
                          struct list_room *room, const struct round_times **list)
{
    struct round_times *end = room->times;

    if (room->count_of[kind] == 0)
        count = 0;
    for (size_t i = 0; i < count; i++)
        if (entries[i].kind == kind)
            *end++ = (struct round_times){entries[i].asked_ms, entries[i].answered_ms};
    *list = room->times;
    room->times = end;
    return (size_t)(end - *list);
}

static struct questions take_questions(const struct entry *entries, size_t count, size_t kind,
                                       struct list_room *room)
{
    int64_t *end = room->questions;

    if (room->count_of[kind] == 0)
        count = 0;
    for (size_t i = 0; i < count; i++)
        if (entries[i].kind == kind)
            *end++ = entries[i].asked_ms;
    struct questions questions = {room->questions, (size_t)(end - room->questions)};
    room->questions = end;
    return questions;
}

static void part_fold(struct part *part, const struct entry *entries, size_t count,
                      struct list_room *room)
{
    for (size_t i = 0; i < count; i++) {
        if (entries[i].kind == ENTRY_CUSTOMER_MESSAGE)
            part_add_customer_message(part, entries[i].message);
        else if (entries[i].kind == ENTRY_AGENT_MESSAGE)
            part_add_agent_message(part, entries[i].answered_ms);
    }
    take_answered(entries, count, room, part);
    part->carried_count = take_rounds(entries, count, ENTRY_CARRIED, room, &part->carried);
    part->first_response_count = take_rounds(entries, count, ENTRY_FIRST_RESPONSE, room,
                                             &part->first_responses);
    for (size_t i = 0; i < QUESTION_KIND_COUNT; i++)
        part->questions[i] = take_questions(entries, count, ENTRY_QUESTION + i, room);
}

/* The end of the group of entries that begins at `begin`. */
static size_t group_end(const struct entries *entries, size_t begin)
{
    size_t end = begin + 1;

    while (end < entries->count && entries->items[end].key == entries->items[begin].key)
        end++;
    return end;
}

static struct text agent_name(const struct stub_set *set, uint32_t agent)
{
    if (agent == 0)
        return TEXT(AGENT_UNASSIGNED);
    return agent <= set->name_count ? set->names[agent - 1] : TEXT(AGENT_BOT);
}

static struct part part_of_group(const struct part_key *blank, const struct stub_set *set,
                                 const struct entry *entry)
{
    struct part part = {
        .key = *blank,
        .first_customer_at_ms = TIME_NONE,
        .agent_first_at_ms = TIME_NONE,
        .agent_last_at_ms = TIME_NONE,
        .intent = INTENT_NONE,
        .intent_at_ms = TIME_NONE,
    };

    part.key.day = entry_day(entry);
    part.key.agent = agent_name(set, entry->agent);
    if (!entry->waits)
        part.key.counts_after_ms = TIME_NONE;
    return part;
}

static bool list_room_allocate(struct list_room *room, const struct entries *entries,
                               struct arena *arena)
{
    const size_t *count_of = entries->count_of;
    size_t times = count_of[ENTRY_CARRIED] + count_of[ENTRY_FIRST_RESPONSE];
    size_t questions = 0;

    for (size_t i = 0; i < QUESTION_KIND_COUNT; i++)
        questions += count_of[ENTRY_QUESTION + i];
    room->count_of = count_of;
    room->rounds = arena_array(arena, count_of[ENTRY_ANSWERED], sizeof *room->rounds);
    room->places = arena_array(arena, count_of[ENTRY_ANSWERED], sizeof *room->places);
    room->times = arena_array(arena, times, sizeof *room->times);
    room->questions = arena_array(arena, questions, sizeof *room->questions);
    return room->rounds != NULL && room->places != NULL && room->times != NULL &&
           room->questions != NULL;
}

bool parts_of_entries(struct entries *entries, const struct part_key *blank,
                      const struct stub_set *set, struct arena *arena, struct rounds *rounds,
                      struct error *error)
{
    struct list_room room;
    size_t part_count = 0;

    if (!sort_stable(arena, entries->items, entries->count, sizeof *entries->items,
                     entry_compare) ||
        !list_room_allocate(&room, entries, arena))
        return error_memory(error);
    for (size_t i = 0; i < entries->count; i = group_end(entries, i))
        part_count++;
    rounds->parts = arena_array(arena, part_count, sizeof *rounds->parts);
    if (rounds->parts == NULL)
        return error_memory(error);
    for (size_t begin = 0, end; begin < entries->count; begin = end) {
        end = group_end(entries, begin);
        struct part *part = &rounds->parts[rounds->part_count++];
        *part = part_of_group(blank, set, &entries->items[begin]);
        part_fold(part, &entries->items[begin], end - begin, &room);
    }
    return true;
}

/* ---- comparison and difference ------------------------------------------------------------------- */

int part_key_compare(const struct part_key *a, const struct part_key *b)
{
    int order = uuid_compare(&a->customer, &b->customer);

    if (order == 0)
        order = COMPARE(a->day, b->day);
    if (order == 0)
        order = text_compare(a->conversation, b->conversation);
    if (order == 0)
        order = text_compare(a->agent, b->agent);
    if (order == 0)
        order = COMPARE(a->counts_after_ms, b->counts_after_ms);
    return order;
}

/* Compares two lists of numbers. */
static bool list_equal(const void *a, size_t a_count, const void *b, size_t b_count, size_t size)
{
    return a_count == b_count && (a_count == 0 || memcmp(a, b, a_count * size) == 0);
}

#define LISTS_EQUAL(a, b, list, count)                                                             \
    list_equal((a)->list, (a)->count, (b)->list, (b)->count, sizeof *(a)->list)

static bool lists_equal(const struct part *a, const struct part *b)
{
    for (size_t i = 0; i < QUESTION_KIND_COUNT; i++)
        if (!LISTS_EQUAL(&a->questions[i], &b->questions[i], asked_ms, count))
            return false;
    return LISTS_EQUAL(a, b, answered, answered_count) &&
           LISTS_EQUAL(a, b, first_rounds, first_round_count) &&
           LISTS_EQUAL(a, b, carried, carried_count) &&
           LISTS_EQUAL(a, b, first_responses, first_response_count);
}

bool part_equal(const struct part *a, const struct part *b)
{
    return part_key_compare(&a->key, &b->key) == 0 &&
           a->customer_messages == b->customer_messages &&
           a->closing_messages == b->closing_messages && a->agent_messages == b->agent_messages &&
           a->first_customer_at_ms == b->first_customer_at_ms &&
           a->agent_first_at_ms == b->agent_first_at_ms &&
           a->agent_last_at_ms == b->agent_last_at_ms && a->intent == b->intent &&
           a->intent_at_ms == b->intent_at_ms && a->intent_hash == b->intent_hash &&
           lists_equal(a, b);
}

bool voices_equal(const struct rounds *a, const struct rounds *b)
{
    if (a->voice_count != b->voice_count)
        return false;
    for (size_t i = 0; i < a->voice_count; i++)
        if (a->voices[i].at_ms != b->voices[i].at_ms ||
            !text_equal(a->voices[i].agent, b->voices[i].agent))
            return false;
    return true;
}

/* Which list has the next key: below 0 only `before`, above 0 only `after`, 0 both. */
static int next_part(const struct rounds *before, size_t b, const struct rounds *after, size_t a)
{
    if (b == before->part_count)
        return 1;
    if (a == after->part_count)
        return -1;
    return part_key_compare(&before->parts[b].key, &after->parts[a].key);
}

bool rounds_diff(const struct rounds *before, const struct rounds *after, struct arena *arena,
                 struct rounds_difference *difference, struct error *error)
{
    size_t b = 0, a = 0;

    *difference = (struct rounds_difference){
        .gone = arena_array(arena, before->part_count, sizeof *difference->gone),
        .changed = arena_array(arena, after->part_count, sizeof *difference->changed),
        .put = arena_array(arena, after->part_count, sizeof *difference->put),
    };
    if (difference->gone == NULL || difference->changed == NULL || difference->put == NULL)
        return error_memory(error);
    while (b < before->part_count || a < after->part_count) {
        int order = next_part(before, b, after, a);
        if (order < 0)
            difference->gone[difference->gone_count++] = before->parts[b].key;
        else if (order > 0)
            difference->put[difference->put_count++] = after->parts[a];
        else if (!part_equal(&before->parts[b], &after->parts[a]))
            difference->changed[difference->changed_count++] = after->parts[a];
        b += order <= 0;
        a += order >= 0;
    }
    return true;
}
