/*
 * pages.h - asks the database what a person wants to know, and shares answers among those who ask the same.
 *
 * After a settlement many open pages ask at once. So whoever asks the same as the same login waits for the answer that
 * is under way, or gets one that is at most PAGES_FRESH_MS old and not older than the last settlement and the last POST.
 * What a login sees is never shared with another login.
 */
#ifndef MERITD_WEB_PAGES_H
#define MERITD_WEB_PAGES_H

#include "http/server.h"
#include "metrics/histogram.h"
#include "store/readers.h"
#include "web/route.h"

/* Larger answers, and what is more than all together may have, are given to those who wait for them and not kept. */
enum { PAGES_FRESH_MS = 2000, PAGES_BODY_MAX = 1 << 20, PAGES_BODIES_MAX = 64 << 20 };

struct pages;

/* Lends the readers. NULL: out of memory. Free the readers before. */
MUST_CHECK struct pages *pages_new(struct readers *readers);
/* Requests that still wait are not answered. NULL does nothing. */
void pages_free(struct pages *pages);

/* Answers sooner or later. The question is lent during the call. */
void pages_ask(struct pages *pages, struct http_request *request, const char *login,
               const struct web_question *question, int64_t now_ms);
/* Forgets the answers that are too old to be given again, and the questions that are not begun and that nobody waits for any more. */
void pages_turn(struct pages *pages, int64_t now_ms);
/* From now on answers are asked for anew. */
void pages_renew(struct pages *pages);
/* Questions put to the database so far. */
uint64_t pages_asked(const struct pages *pages);

/* What became of questions, by enum readers_outcome, how long those took that were answered, and how often an answer was there. */
struct pages_statistics {
    uint64_t outcomes[READERS_OUTCOMES];
    struct histogram question_ms;
    uint64_t shared;
};

const struct pages_statistics *pages_statistics(const struct pages *pages);

/* Answers with what the database said instead of a value. function: for the log. */
void pages_answer_problem(struct http_request *request, const struct readers_answer *answer,
                          const char *function);

#endif
