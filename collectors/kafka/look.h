/*
 * look.h - one look at Kafka, as the daemon needs it: is Kafka reachable, and may we read the topics?
 */
#ifndef MERITD_COLLECTORS_KAFKA_LOOK_H
#define MERITD_COLLECTORS_KAFKA_LOOK_H

#include "collectors/kafka/options.h"

enum kafka_fault {
    KAFKA_FAULT_OPTION, /* an option is refused */
    KAFKA_FAULT_AWAY,   /* Kafka cannot be reached */
    KAFKA_FAULT_TOPIC,  /* a topic is missing, or we may not read it or use the group */
};

/* Receives a fault: a sentence that says what would be right. */
typedef void kafka_hear(void *context, enum kafka_fault fault, const char *text);

/* Reports all faults, and returns their number. Asks up to three questions, and waits at most patience_ms for each. */
size_t kafka_look(const struct kafka_options *options, int patience_ms, kafka_hear *hear,
                  void *context);

#endif
