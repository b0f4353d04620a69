/*
 * post.h - sends one posting to one receiver.
 *
 *     struct posting posting = {.receiver = "wecom", .kind = "webhook", .key = …, .body = …, .url = …};
 *     struct post_answer answer;
 *     post_send(&posting, &answer);
 *     tell the outbox answer.outcome and answer.text
 *
 * The database makes the content (post.claim); this room only sends it. Blocks for at most half a minute. A
 * posting that is sent twice has the same content and key both times: receivers drop repeats by the key.
 */
#ifndef MERITD_POST_POST_H
#define MERITD_POST_POST_H

#include "base/text.h"
#include "collectors/kafka/options.h"
#include "post/answer.h"

/* Texts are lent. A text is NULL if it is not set, or belongs to another kind. */
struct posting {
    const char *receiver;
    const char *kind; /* "kafka", "webhook" or "file" */
    const char *key;
    const char *content_type;
    struct text body;

    const char *topic;
    struct kafka_options kafka; /* the servers, and our credentials for them */

    const char *url;    /* the name of a file (secret.h) */
    const char *secret; /* the name of a file: its secret signs the body; NULL: unsigned */
    const char *ca_file;
    bool wecom; /* the receiver is a WeCom group bot: its errcode decides */

    const char *folder; /* absolute, or below $STATE_DIRECTORY */
};

void post_send(const struct posting *posting, struct post_answer *answer);

/* The senders, one per kind. */
void post_to_kafka(const struct posting *posting, struct post_answer *answer);
void post_to_webhook(const struct posting *posting, struct post_answer *answer);
void post_to_file(const struct posting *posting, struct post_answer *answer);

#endif
