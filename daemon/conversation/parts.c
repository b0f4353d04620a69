/*
 * parts.c - folds the walk's entries into parts, and finds the parts that changed between two results.
 */
#include "conversation/entries.h"
#include "conversation/sort.h"

/* ---- the fold ------------------------------------------------------------------------------------ */

/* The unused rest of the lists' memory, which is allocated once for all parts. */
struct list_room {
    struct round_times *times;
    int64_t *questions;
    const size_t *count_of; /* entries of each kind in all parts together */
};

static int entry_compare(const void *a, const void *b)
{
    return COMPARE(((const struct entry *)a)->key, ((const struct entry *)b)->key);
}

static void part_add_customer_message(struct part *part, const struct stub *message)
{
    part->customer_messages++;
    if (part->first_customer_at_ms == TIME_NONE || message->time_ms < part->first_customer_at_ms)
        part->first_customer_at_ms = message->time_ms;
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

static size_t take_questions(const struct entry *entries, size_t count, enum entry_kind kind,
                             struct list_room *room, const int64_t **list)
{
    int64_t *end = room->questions;

    if (room->count_of[kind] == 0)
        count = 0;
    for (size_t i = 0; i < count; i++)
        if (entries[i].kind == kind)
            *end++ = entries[i].asked_ms;
    *list = room->questions;
    room->questions = end;
    return (size_t)(end - *list);
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
    part->answered_count = take_rounds(entries, count, ENTRY_ANSWERED, room, &part->answered);
    part->carried_count = take_rounds(entries, count, ENTRY_CARRIED, room, &part->carried);
    part->first_response_count = take_rounds(entries, count, ENTRY_FIRST_RESPONSE, room,
                                             &part->first_responses);
    part->unanswered_count = take_questions(entries, count, ENTRY_UNANSWERED, room,
                                            &part->unanswered);
    part->handed_over_count = take_questions(entries, count, ENTRY_HANDED_OVER, room,
                                             &part->handed_over);
}

/* The end of the group of entries that begins at `begin`. */
static size_t group_end(const struct entries *entries, size_t begin)
{
    size_t end = begin + 1;

    while (end < entries->count && entries->items[end].key == entries->items[begin].key)
        end++;
    return end;
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

    part.key.day = entry->day;
    part.key.agent = entry->agent != 0 ? set->agents[entry->agent - 1] : TEXT(AGENT_UNASSIGNED);
    if (!entry->waits)
        part.key.counts_after_ms = TIME_NONE;
    return part;
}

static bool list_room_allocate(struct list_room *room, const struct entries *entries,
                               struct arena *arena)
{
    const size_t *count_of = entries->count_of;
    size_t times = count_of[ENTRY_ANSWERED] + count_of[ENTRY_CARRIED] +
                   count_of[ENTRY_FIRST_RESPONSE];
    size_t questions = count_of[ENTRY_UNANSWERED] + count_of[ENTRY_HANDED_OVER];

    room->count_of = count_of;
    room->times = arena_array(arena, times, sizeof *room->times);
    room->questions = arena_array(arena, questions, sizeof *room->questions);
    return room->times != NULL && room->questions != NULL;
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

static bool rounds_equal(const struct round_times *a, size_t a_count, const struct round_times *b,
                         size_t b_count)
{
    return a_count == b_count && (a_count == 0 || memcmp(a, b, a_count * sizeof *a) == 0);
}

static bool questions_equal(const int64_t *a, size_t a_count, const int64_t *b, size_t b_count)
{
    return a_count == b_count && (a_count == 0 || memcmp(a, b, a_count * sizeof *a) == 0);
}

bool part_equal(const struct part *a, const struct part *b)
{
    return part_key_compare(&a->key, &b->key) == 0 &&
           a->customer_messages == b->customer_messages && a->agent_messages == b->agent_messages &&
           a->first_customer_at_ms == b->first_customer_at_ms &&
           a->agent_first_at_ms == b->agent_first_at_ms &&
           a->agent_last_at_ms == b->agent_last_at_ms && a->intent == b->intent &&
           a->intent_at_ms == b->intent_at_ms && a->intent_hash == b->intent_hash &&
           rounds_equal(a->answered, a->answered_count, b->answered, b->answered_count) &&
           rounds_equal(a->carried, a->carried_count, b->carried, b->carried_count) &&
           rounds_equal(a->first_responses, a->first_response_count, b->first_responses,
                        b->first_response_count) &&
           questions_equal(a->unanswered, a->unanswered_count, b->unanswered,
                           b->unanswered_count) &&
           questions_equal(a->handed_over, a->handed_over_count, b->handed_over,
                           b->handed_over_count);
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
