/*
 * to_kafka.c - sends a posting to a Kafka topic: a structured CloudEvent under the posting's key, by an
 * idempotent producer that waits until all replicas have it.
 */
#include "base/time.h"
#include "collectors/kafka/producer.h"
#include "post/post.h"

enum { ACKNOWLEDGE_MS = 20000 };

void post_to_kafka(const struct posting *posting, struct post_answer *answer)
{
    char err[300] = "";
    struct kafka_producer *producer = kafka_producer_new(&posting->kafka, posting->topic, err,
                                                         sizeof err);

    if (producer == NULL) {
        answer_set(answer, POST_REFUSED, "%s", err);
        return;
    }
    kafka_producer_set_content_type(producer, posting->content_type);
    if (kafka_producer_send(producer, posting->key, strlen(posting->key), posting->body.bytes,
                            posting->body.length, clock_wall_ms()) &&
        kafka_producer_flush(producer, ACKNOWLEDGE_MS))
        answer_set(answer, POST_SENT, "acknowledged by topic %s", posting->topic);
    else
        answer_set(answer, POST_FAILED, "topic %s: %s", posting->topic,
                   kafka_producer_error(producer));
    kafka_producer_free(producer);
}
