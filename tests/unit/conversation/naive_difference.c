/* naive_difference.c - where the daemon and the second opinion differ. */
#include "naive.h"

static bool same_times(const struct naive_times *times, const struct round_times *items,
                       size_t count)
{
    if (times->count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (times->items[i].asked_ms != items[i].asked_ms ||
            times->items[i].answered_ms != items[i].answered_ms)
            return false;
    return true;
}

static bool same_questions(const struct naive_times *times, const int64_t *items, size_t count)
{
    if (times->count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (times->items[i].asked_ms != items[i])
            return false;
    return true;
}

static bool same_intent(const struct naive_part *naive, const struct part *part)
{
    if (naive->intent.chat.intent == INTENT_NONE)
        return part->intent == INTENT_NONE && part->intent_at_ms == TIME_NONE &&
               part->intent_hash == 0;
    return part->intent == naive->intent.chat.intent &&
           part->intent_at_ms == naive->intent.time_ms && part->intent_hash == naive->intent.hash;
}

static const char *part_difference(const struct naive_part *naive, const struct part *part)
{
    if (naive->customer_messages != part->customer_messages ||
        naive->first_customer_at_ms != part->first_customer_at_ms)
        return "customer messages";
    if (naive->agent_messages != part->agent_messages ||
        naive->agent_first_at_ms != part->agent_first_at_ms ||
        naive->agent_last_at_ms != part->agent_last_at_ms)
        return "agent messages";
    if (!same_intent(naive, part))
        return "intent";
    if (!same_times(&naive->answered, part->answered, part->answered_count))
        return "answered rounds";
    if (!same_times(&naive->carried, part->carried, part->carried_count))
        return "carried rounds";
    if (!same_times(&naive->first_responses, part->first_responses, part->first_response_count))
        return "first responses";
    if (!same_questions(&naive->unanswered, part->unanswered, part->unanswered_count))
        return "unanswered rounds";
    if (!same_questions(&naive->handed_over, part->handed_over, part->handed_over_count))
        return "handed-over rounds";
    return NULL;
}

static const struct naive_part *naive_part_find(const struct naive *naive,
                                                const struct part_key *key)
{
    for (size_t i = 0; i < naive->part_count; i++)
        if (naive->parts[i].day == key->day && text_equal(naive->parts[i].agent, key->agent) &&
            naive->parts[i].counts_after_ms == key->counts_after_ms)
            return &naive->parts[i];
    return NULL;
}

/* Of two neighbours: day, then agent, then what counts always first. */
static bool stand_in_order(const struct part_key *a, const struct part_key *b)
{
    int agents = text_compare(a->agent, b->agent);

    if (a->day != b->day)
        return a->day < b->day;
    return agents != 0 ? agents < 0 : a->counts_after_ms < b->counts_after_ms;
}

static const char *parts_difference(const struct naive *naive, const struct rounds *rounds)
{
    if (naive->part_count != rounds->part_count)
        return "the number of parts";
    for (size_t i = 0; i < rounds->part_count; i++) {
        const struct part_key *key = &rounds->parts[i].key;
        const struct naive_part *expected = naive_part_find(naive, key);
        if (expected == NULL)
            return "a part's key";
        if (!uuid_equal(&key->customer, &naive->customer))
            return "a part's customer";
        if (i > 0 && !stand_in_order(&rounds->parts[i - 1].key, key))
            return "the order of parts";
        const char *difference = part_difference(expected, &rounds->parts[i]);
        if (difference != NULL)
            return difference;
    }
    return NULL;
}

const char *naive_difference(const struct naive *naive, const struct stub_set *set,
                             const struct rounds *rounds)
{
    if (!text_equal(naive->last_agent, rounds->last_agent))
        return "the last agent";
    if (naive->open_until_ms != rounds->open_until_ms)
        return "the open round";
    if (naive->has_customer != set->claim.present)
        return "whether there is a customer";
    if (naive->has_customer && !uuid_equal(&naive->customer, &set->claim.customer))
        return "the customer";
    return parts_difference(naive, rounds);
}
