/*
 * rounds.h - the walk over a conversation: its rounds, first responses, messages, by contact part; its voices.
 *
 * The one business rule that is C's (docs/metrics.md, "Conversation -> sessions -> rounds"). Pure: the
 * idle limit and the calendar are arguments, there is no clock. Only the last open round depends on the
 * present: it goes unanswered once as_of is later than its deadline. It has its own parts, marked
 * counts_after = deadline, so that SQL only compares.
 */
#ifndef MERITD_CONVERSATION_ROUNDS_H
#define MERITD_CONVERSATION_ROUNDS_H

#include "base/arena.h"
#include "base/error.h"
#include "conversation/stubs.h"
#include "model/calendar.h"
#include "model/rows.h"

#define AGENT_UNASSIGNED "(unassigned)" /* nobody held the conversation */
#define AGENT_BOT "(bot)"               /* all bots together */

struct rounds {
    struct part *parts; /* sorted by part_key_compare; empty without a customer */
    size_t part_count;
    const struct voice *voices; /* whom surveys count for, from when on; in event order */
    size_t voice_count;
    int64_t open_until_ms; /* deadline of the round still open at the end, or TIME_NONE */
};

/*
 * Walks the set. Every part's key points at the text of conversation. The arena owns all memory; texts point
 * into the set. The only error is ERROR_MEMORY.
 */
MUST_CHECK bool rounds_of(const struct stub_set *set, struct text conversation, int64_t idle_ms,
                          const struct calendar *calendar, struct arena *arena,
                          struct rounds *rounds, struct error *error);

/* Order of fact.contact_part's key; TIME_NONE (always counts) first. */
int part_key_compare(const struct part_key *a, const struct part_key *b);
bool part_equal(const struct part *a, const struct part *b);
bool voices_equal(const struct rounds *a, const struct rounds *b);

/*
 * Finds the parts that differ between two results: those that are gone, those that changed under their key,
 * and new ones.
 */
struct rounds_difference {
    struct part_key *gone;
    size_t gone_count;
    struct part *changed;
    size_t changed_count;
    struct part *put;
    size_t put_count;
};

MUST_CHECK bool rounds_diff(const struct rounds *before, const struct rounds *after,
                            struct arena *arena, struct rounds_difference *difference,
                            struct error *error);

#endif
