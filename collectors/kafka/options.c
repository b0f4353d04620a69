/* options.c - which settings messages may show. */
#include "collectors/kafka/options.h"

#include <string.h>

static const char *const plain[] = {
    "acks",
    "allow.auto.create.topics",
    "client.id",
    "client.rack",
    "compression.codec",
    "debug",
    "fetch.max.bytes",
    "fetch.min.bytes",
    "fetch.wait.max.ms",
    "heartbeat.interval.ms",
    "isolation.level",
    "linger.ms",
    "max.partition.fetch.bytes",
    "max.poll.interval.ms",
    "message.max.bytes",
    "partition.assignment.strategy",
    "queued.max.messages.kbytes",
    "queued.min.messages",
    "sasl.mechanism",
    "sasl.mechanisms",
    "security.protocol",
    "session.timeout.ms",
    "socket.timeout.ms",
    "ssl.ca.location",
    "ssl.certificate.location",
    "ssl.endpoint.identification.algorithm",
    "ssl.key.location",
    "topic.metadata.refresh.interval.ms",
};

bool kafka_setting_is_plain(const char *name)
{
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        if (strcmp(name, plain[i]) == 0)
            return true;
    return false;
}
