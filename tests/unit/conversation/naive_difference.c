/* naive_difference.c - where the daemon and the second opinion differ. */
#include "naive.h"

static bool same_answered(const struct naive_rounds *rounds, const struct answered_round *items,
                          size_t count)
{
    if (rounds->count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (rounds->items[i].asked_ms != items[i].asked_ms ||
            rounds->items[i].answered_ms != items[i].answered_ms ||
            rounds->items[i].since_ms != items[i].since_ms)
            return false;
    return true;
}

static bool same_times(const struct naive_rounds *rounds, const struct round_times *items,
                       size_t count)
{
    if (rounds->count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (rounds->items[i].asked_ms != items[i].asked_ms ||
            rounds->items[i].answered_ms != items[i].answered_ms)
            return false;
    return true;
}

static bool same_questions(const struct naive_rounds *rounds, const struct questions *questions)
{
    if (rounds->count != questions->count)
        return false;
    for (size_t i = 0; i < questions->count; i++)
        if (rounds->items[i].asked_ms != questions->asked_ms[i])
            return false;
    return true;
}

/* The part's first responses are those of the list and those among the answered rounds, each as it were merged. */
static bool same_first_responses(const struct naive_rounds *naive, const struct part *part)
{
    size_t listed = 0, placed = 0;

    if (naive->count != part->first_response_count + part->first_round_count)
        return false;
    for (size_t i = 0; i < naive->count; i++) {
        const struct answered_round *first = &naive->items[i];
        const struct round_times *next = &part->first_responses[listed];
        if (listed < part->first_response_count && next->asked_ms == first->asked_ms &&
            next->answered_ms == first->answered_ms) {
            listed++;
            continue;
        }
        if (placed == part->first_round_count)
            return false;
        const struct answered_round *round = &part->answered[part->first_rounds[placed++] - 1];
        if (round->asked_ms != first->asked_ms || round->answered_ms != first->answered_ms)
            return false;
    }
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

static const char *const question_names[] = {
    [QUESTION_UNANSWERED] = "unanswered rounds",
    [QUESTION_TRAILING] = "trailing rounds",
    [QUESTION_HANDED_OVER] = "handed-over rounds",
    [QUESTION_BOT_ANSWERED] = "rounds of bots",
    [QUESTION_FIRST_MISSING] = "missing first responses",
};

static const char *part_difference(const struct naive_part *naive, const struct part *part)
{
    int64_t first_customer_at_ms = naive->first_asking_at_ms != TIME_NONE
                                       ? naive->first_asking_at_ms
                                       : naive->first_customer_at_ms;

    if (naive->customer_messages != part->customer_messages ||
        naive->closing_messages != part->closing_messages ||
        first_customer_at_ms != part->first_customer_at_ms)
        return "customer messages";
    if (naive->agent_messages != part->agent_messages ||
        naive->agent_first_at_ms != part->agent_first_at_ms ||
        naive->agent_last_at_ms != part->agent_last_at_ms)
        return "agent messages";
    if (!same_intent(naive, part))
        return "intent";
    if (!same_answered(&naive->answered, part->answered, part->answered_count))
        return "answered rounds";
    if (!same_times(&naive->carried, part->carried, part->carried_count))
        return "carried rounds";
    if (!same_first_responses(&naive->first_responses, part))
        return "first responses";
    for (size_t i = 0; i < QUESTION_KIND_COUNT; i++)
        if (!same_questions(&naive->questions[i], &part->questions[i]))
            return question_names[i];
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

/* The last voice at or before the moment. */
static const struct voice *voice_at(const struct rounds *rounds, int64_t moment_ms)
{
    size_t i = rounds->voice_count;

    while (i > 0 && rounds->voices[i - 1].at_ms > moment_ms)
        i--;
    return i == 0 ? NULL : &rounds->voices[i - 1];
}

static bool same_voice(const struct naive *naive, const struct rounds *rounds, int64_t moment_ms)
{
    const struct voice *voice = voice_at(rounds, moment_ms);
    int32_t day;
    struct text agent = naive_voice_at(naive, moment_ms, &day);

    if (voice == NULL)
        return text_is_absent(agent);
    return text_equal(voice->agent, agent) && calendar_day(naive->calendar, voice->at_ms) == day;
}

static const char *voices_difference(const struct naive *naive, const struct rounds *rounds)
{
    for (size_t i = 0; i < naive->voice_count; i++)
        if (!same_voice(naive, rounds, naive->voices[i].at_ms) ||
            !same_voice(naive, rounds, naive->voices[i].at_ms - 1))
            return "the voice at a moment";
    for (size_t i = 0; i < rounds->voice_count; i++) {
        const struct voice *voice = &rounds->voices[i], *before = voice - 1;
        if (!same_voice(naive, rounds, voice->at_ms))
            return "a voice";
        if (i > 0 && text_equal(before->agent, voice->agent) &&
            calendar_day(naive->calendar, before->at_ms) ==
                calendar_day(naive->calendar, voice->at_ms))
            return "a voice that is not needed";
    }
    return NULL;
}

const char *naive_difference(const struct naive *naive, const struct stub_set *set,
                             const struct rounds *rounds)
{
    const char *voices = voices_difference(naive, rounds);

    if (voices != NULL)
        return voices;
    if (naive->open_until_ms != rounds->open_until_ms)
        return "the open round";
    if (naive->has_customer != set->claim.present)
        return "whether there is a customer";
    if (naive->has_customer && !uuid_equal(&naive->customer, &set->claim.customer))
        return "the customer";
    return parts_difference(naive, rounds);
}
