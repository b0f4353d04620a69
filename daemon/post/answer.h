/*
 * answer.h - what became of an attempt to send: the receiver's answer, judged, and kept without secrets.
 */
#ifndef MERITD_POST_ANSWER_H
#define MERITD_POST_ANSWER_H

#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>

enum post_outcome {
    POST_SENT,
    POST_FAILED,  /* may pass by itself: again later */
    POST_REFUSED, /* the same again would be refused again: a person must act */
};

#define POST_ANSWER_SIZE 1000

struct post_answer {
    enum post_outcome outcome;
    long retry_after_s;          /* not before; 0: it was not said */
    char text[POST_ANSWER_SIZE]; /* for people: one line of UTF-8 */
};

/* "sent", "failed" or "refused", as post.answer takes them. */
const char *post_outcome_name(enum post_outcome outcome);

/* Fills the answer with an outcome and a sentence. */
void answer_set(struct post_answer *answer, enum post_outcome outcome, const char *format, ...)
    PRINTF_LIKE(3, 4);

/*
 * Judges an HTTP status: 2xx sent; 408, 425, 429 and 5xx failed; everything else, redirects too, refused. Of a
 * WeCom group bot, which answers 200 to everything, also the errcode in the body: 0 sent; -1 (busy) and 45009
 * (too often) failed; others, and none, refused.
 */
void answer_judge(struct post_answer *answer, long status, struct text body, bool wecom);

/*
 * Takes out of a text what the secret holds: each of its parts between / ? & = # : @ that is 8 bytes or longer
 * becomes "***". Servers like to repeat the address that they were asked for.
 */
void answer_hide(char *text, struct text secret);

#endif
