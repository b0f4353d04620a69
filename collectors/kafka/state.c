/* state.c - see state.h. */
#include "collectors/kafka/state.h"

#include <unistd.h>

bool kafka_fail(struct collector_kafka *kafka, const struct error *error)
{
    if (kafka->state != COLLECTOR_FAILED) {
        kafka->error = *error;
        kafka->state = COLLECTOR_FAILED;
    }
    return false;
}

void kafka_wake(struct collector_kafka *kafka)
{
    uint64_t one = 1;

    if (write(kafka->wakeup, &one, sizeof one) < 0)
        return; /* full: it is already readable */
}
