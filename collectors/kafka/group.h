/* group.h - subscribing, and whether the group's members read every partition. */
#ifndef MERITD_COLLECTORS_KAFKA_GROUP_H
#define MERITD_COLLECTORS_KAFKA_GROUP_H

#include "collectors/kafka/state.h"

/* Joins the group for the configured topics; a member joins anew, so that all partitions are assigned again. */
bool kafka_subscribe(struct collector_kafka *kafka, struct error *error) MUST_CHECK;
/* Takes the group's part of an answer about topics, before its metadata are destroyed. */
void kafka_take_group(struct collector_kafka *kafka, struct kafka_job *job);

#endif
