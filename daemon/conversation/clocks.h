/*
 * clocks.h - early answers: an agent's message up to five seconds before the question that follows it.
 *
 * Now and then a customer writes on at once; many of one source say that its clock is behind. Between the two
 * stands no other message that asks, or that an agent wrote. Pure, like the walk, of which it is no part:
 * sessions do not matter.
 */
#ifndef MERITD_CONVERSATION_CLOCKS_H
#define MERITD_CONVERSATION_CLOCKS_H

#include "conversation/stubs.h"
#include "model/calendar.h"
#include "model/rows.h"

#define SOURCE_UNKNOWN                                                                             \
    "(unknown)" /* of an answer that was stored without its source, in format 1 */

struct clock_changes {
    struct clock_row *rows; /* by source and business day of the question; none with change 0 */
    size_t count;
};

/*
 * How the early answers of `after` differ from those of `before`. The arena owns the rows; texts point into
 * the sets and at the text of conversation. The only error is ERROR_MEMORY.
 */
MUST_CHECK bool clocks_diff(const struct stub_set *before, const struct stub_set *after,
                            struct text conversation, const struct calendar *calendar,
                            struct arena *arena, struct clock_changes *changes,
                            struct error *error);

#endif
