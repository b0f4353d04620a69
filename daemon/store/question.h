/*
 * question.h - a question on behalf of a person, and the queue of those that wait for a connection (readers.h).
 *
 * Each login's first question is taken before anybody's second: who asks much waits for oneself.
 */
#ifndef MERITD_STORE_QUESTION_H
#define MERITD_STORE_QUESTION_H

#include "base/buffer.h"
#include "store/readers.h"

enum { QUESTION_FIELD_SIZE = 64 }; /* an identifier, and NUL */

struct question {
    struct question *next;
    readers_hear *hear;
    void *context;
    bool writes;
    size_t turn; /* questions of the same login that were there when it came */
    int64_t until_ms;
    struct buffer texts; /* one after the other, each with a NUL */
    size_t login, language, sql, params[READERS_PARAMS_MAX], count;
    struct readers_answer answer;
    struct buffer value; /* what the function returned, or what the server said */
    char sqlstate[6], field[QUESTION_FIELD_SIZE];
};

/* NULL: out of memory, or too many parameters. Caller frees, or ends it. */
MUST_CHECK struct question *question_new(const struct readers_question *asked);
void question_free(struct question *question);
/* Tells the answer, and frees the question. */
void question_end(struct question *question);
void question_end_as(struct question *question, enum readers_outcome outcome);

/* The text that begins there; lent. NULL: SQL NULL. */
const char *question_text(const struct question *question, size_t at);
bool question_is_of(const struct question *question, const char *login);

/* Initial value: all zeros. */
struct question_queue {
    struct question *first;
    size_t count;
};

void question_queue_put(struct question_queue *queue, struct question *question);
/* NULL: none waits. */
struct question *question_queue_take(struct question_queue *queue);
/* Takes one whose time is over. NULL: none. */
struct question *question_queue_take_late(struct question_queue *queue, int64_t now_ms);
/* Takes one that was asked with this context, and gives its turn to the later ones of its login. NULL: none. */
struct question *question_queue_take_of(struct question_queue *queue, const void *context);
size_t question_queue_count_of(const struct question_queue *queue, const char *login);
/* When the first one's time is over; INT64_MAX: none waits. */
int64_t question_queue_deadline_ms(const struct question_queue *queue);

#endif
