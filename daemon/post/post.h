/*
 * post.h - sends one posting to one receiver.
 *
 *     struct posting posting = {.receiver = "wecom", .kind = "webhook", .key = …, .body = …, .url = …};
 *     struct post_answer answer;
 *     post_send(&posting, &answer);
 *     tell the outbox answer.outcome and answer.text
 *
 * What is sent is the caller's (post.claim of the database makes it); here is how. Blocks, half a minute at
 * most. Sent twice, a posting is the same twice, under the same key: receivers drop repeats by it.
 */
#ifndef MERITD_POST_POST_H
#define MERITD_POST_POST_H

#include "base/text.h"
#include "collectors/kafka/options.h"
#include "post/answer.h"

/* Texts are lent; of another kind, or not set, they are NULL. */
struct posting {
    const char *receiver;
    const char *kind; /* "kafka", "webhook" or "file" */
    const char *key;
    const char *content_type;
    struct text body;

    const char *topic;
    struct kafka_options kafka; /* the servers, and how they let us in */

    const char *url;    /* names a file (secret.h) */
    const char *secret; /* the same: signs the body; NULL: it is not signed */
    const char *ca_file;
    bool wecom; /* the answer is judged as that of a WeCom group bot */

    const char *folder; /* absolute, or below $STATE_DIRECTORY */
};

void post_send(const struct posting *posting, struct post_answer *answer);

/* The senders, one for each kind. */
void post_to_kafka(const struct posting *posting, struct post_answer *answer);
void post_to_webhook(const struct posting *posting, struct post_answer *answer);
void post_to_file(const struct posting *posting, struct post_answer *answer);

#endif
