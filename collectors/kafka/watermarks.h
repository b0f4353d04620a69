/*
 * watermarks.h - questions to Kafka while records flow: watermarks and partition leaders; for until-end,
 * everything it needs to start.
 */
#ifndef MERITD_COLLECTORS_KAFKA_WATERMARKS_H
#define MERITD_COLLECTORS_KAFKA_WATERMARKS_H

#include "collectors/kafka/state.h"

/* Handles Kafka's answer, if there is one. */
void kafka_take_answer(struct collector_kafka *kafka, struct kafka_job *job);
/* Asks the next question, if one is due. */
void kafka_ask(struct collector_kafka *kafka, struct kafka_job *job);

#endif
