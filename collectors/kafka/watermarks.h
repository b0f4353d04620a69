/*
 * watermarks.h - what is asked of Kafka while records flow: watermarks, and who leads; for until-end, all
 * that it needs to begin.
 */
#ifndef MERITD_COLLECTORS_KAFKA_WATERMARKS_H
#define MERITD_COLLECTORS_KAFKA_WATERMARKS_H

#include "collectors/kafka/state.h"

/* Takes what Kafka answered. */
void kafka_take_answer(struct collector_kafka *kafka, struct kafka_job *job);
/* Asks the next question, if it is time. */
void kafka_ask(struct collector_kafka *kafka, struct kafka_job *job);

#endif
