/*
 * look.h - one look at Kafka, as a daemon would need it: is it there, and may the topics be read?
 */
#ifndef MERITD_COLLECTORS_KAFKA_LOOK_H
#define MERITD_COLLECTORS_KAFKA_LOOK_H

#include "collectors/kafka/options.h"

enum kafka_fault {
    KAFKA_FAULT_OPTION, /* an option is refused */
    KAFKA_FAULT_AWAY,   /* Kafka cannot be reached */
    KAFKA_FAULT_TOPIC,  /* a topic is missing or must not be read, or the group must not be used */
};

/* Hears a fault: a sentence that says what would be right. */
typedef void kafka_hear(void *context, enum kafka_fault fault, const char *text);

/* Tells all faults, and returns how many; takes patience_ms at most for each of three questions. */
size_t kafka_look(const struct kafka_options *options, int patience_ms, kafka_hear *hear,
                  void *context);

#endif
