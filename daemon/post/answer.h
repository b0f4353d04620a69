/*
 * answer.h - the outcome of an attempt to send, and the receiver's answer without secrets.
 */
#ifndef MERITD_POST_ANSWER_H
#define MERITD_POST_ANSWER_H

#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>

enum post_outcome {
    POST_SENT,
    POST_FAILED,  /* may pass: try again later */
    POST_REFUSED, /* another attempt would be refused too: a person must act */
};

#define POST_ANSWER_SIZE 1000

struct post_answer {
    enum post_outcome outcome;
    long retry_after_s;          /* seconds; try again no sooner; 0: the receiver did not say */
    char text[POST_ANSWER_SIZE]; /* for people: one line of UTF-8 */
};

/* "sent", "failed" or "refused", as post.answer takes them. */
const char *post_outcome_name(enum post_outcome outcome);

/* Fills the answer with an outcome and a sentence. */
void answer_set(struct post_answer *answer, enum post_outcome outcome, const char *format, ...)
    PRINTF_LIKE(3, 4);

/*
 * Judges an HTTP status: 2xx is sent; 408, 425, 429 and 5xx are failed; everything else, also a redirect, is
 * refused. A WeCom group bot always answers 200, so the errcode in its body decides: 0 is sent; -1 (busy) and
 * 45009 (too often) are failed; any other, or none, is refused.
 */
void answer_judge(struct post_answer *answer, long status, struct text body, bool wecom);

/*
 * Removes a secret from a text: each part of the secret between / ? & = # : @ that has at least 8 bytes
 * becomes "***". It is needed because servers often repeat the address in their answers.
 */
void answer_hide(char *text, struct text secret);

#endif
