/*
 * kafka_mock.c - the mock cluster lives inside a client that does nothing else. A second client, a consumer
 * that never subscribes, asks for the group's committed offsets.
 */
#include "generate/kafka_mock.h"

#include "base/memory.h"
#include "collectors/kafka/config.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <stdio.h>
#include <string.h>

enum { CALL_TIMEOUT_MS = 1000 };

struct kafka_mock {
    rd_kafka_t *host;
    rd_kafka_mock_cluster_t *cluster;
    char *topic;
    int partitions;
    rd_kafka_t *asker; /* the group of the last question */
    char *group;
};

static char *mock_copy(const char *text)
{
    size_t size = strlen(text) + 1;

    return memcpy(memory_alloc_or_die(size), text, size);
}

static rd_kafka_t *mock_client(rd_kafka_type_t type, const char *bootstrap, const char *group,
                               char *err, size_t err_size)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_t *client = NULL;

    rd_kafka_conf_set_log_cb(conf, kafka_on_log);
    rd_kafka_conf_set(conf, "log_level", "4", NULL,
                      0); /* drops the warning about missing bootstrap servers */
    if ((bootstrap == NULL || rd_kafka_conf_set(conf, "bootstrap.servers", bootstrap, err,
                                                err_size) == RD_KAFKA_CONF_OK) &&
        (group == NULL ||
         rd_kafka_conf_set(conf, "group.id", group, err, err_size) == RD_KAFKA_CONF_OK))
        client = rd_kafka_new(type, conf, err, err_size);
    if (client == NULL)
        rd_kafka_conf_destroy(conf);
    return client;
}

static bool mock_init(struct kafka_mock *mock, char *err, size_t err_size)
{
    mock->host = mock_client(RD_KAFKA_PRODUCER, NULL, NULL, err, err_size);
    if (mock->host == NULL)
        return false;
    mock->cluster = rd_kafka_mock_cluster_new(mock->host, 1);
    if (mock->cluster == NULL) {
        snprintf(err, err_size, "the mock cluster did not start");
        return false;
    }
    rd_kafka_resp_err_t failure = rd_kafka_mock_topic_create(mock->cluster, mock->topic,
                                                             mock->partitions, 1);
    if (failure != RD_KAFKA_RESP_ERR_NO_ERROR)
        snprintf(err, err_size, "topic \"%s\": %s", mock->topic, rd_kafka_err2str(failure));
    return failure == RD_KAFKA_RESP_ERR_NO_ERROR;
}

struct kafka_mock *kafka_mock_new(const char *topic, int partitions, char *err, size_t err_size)
{
    struct kafka_mock *mock = memory_alloc_or_die(sizeof *mock);

    *mock = (struct kafka_mock){.topic = mock_copy(topic), .partitions = partitions};
    if (!mock_init(mock, err, err_size)) {
        kafka_mock_free(mock);
        return NULL;
    }
    return mock;
}

const char *kafka_mock_bootstrap(const struct kafka_mock *mock)
{
    return rd_kafka_mock_cluster_bootstraps(mock->cluster);
}

static void mock_free_asker(struct kafka_mock *mock)
{
    if (mock->asker != NULL)
        rd_kafka_destroy_flags(mock->asker, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    memory_free(mock->group);
    mock->asker = NULL;
    mock->group = NULL;
}

static bool mock_ask_for(struct kafka_mock *mock, const char *group)
{
    char err[300];

    if (mock->group != NULL && strcmp(mock->group, group) == 0)
        return true;
    mock_free_asker(mock);
    mock->asker = mock_client(RD_KAFKA_CONSUMER, kafka_mock_bootstrap(mock), group, err,
                              sizeof err);
    if (mock->asker == NULL)
        return false;
    mock->group = mock_copy(group);
    return true;
}

/* Records after the committed offset of one partition; -1 unknown. */
static int64_t mock_unread_of(struct kafka_mock *mock, const rd_kafka_topic_partition_t *committed)
{
    int64_t low;
    int64_t high;

    if (committed->err != RD_KAFKA_RESP_ERR_NO_ERROR ||
        rd_kafka_query_watermark_offsets(mock->asker, mock->topic, committed->partition, &low,
                                         &high, CALL_TIMEOUT_MS) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return -1;
    return high - (committed->offset < 0 ? 0 : committed->offset);
}

int64_t kafka_mock_unread(struct kafka_mock *mock, const char *group)
{
    int64_t unread = 0;

    if (!mock_ask_for(mock, group))
        return -1;
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(mock->partitions);
    rd_kafka_topic_partition_list_add_range(list, mock->topic, 0, mock->partitions - 1);
    if (rd_kafka_committed(mock->asker, list, CALL_TIMEOUT_MS) != RD_KAFKA_RESP_ERR_NO_ERROR)
        unread = -1;
    for (int i = 0; i < list->cnt && unread >= 0; i++) {
        int64_t more = mock_unread_of(mock, &list->elems[i]);
        unread = more < 0 ? -1 : unread + more;
    }
    rd_kafka_topic_partition_list_destroy(list);
    return unread;
}

void kafka_mock_free(struct kafka_mock *mock)
{
    if (mock == NULL)
        return;
    mock_free_asker(mock);
    if (mock->cluster != NULL)
        rd_kafka_mock_cluster_destroy(mock->cluster);
    if (mock->host != NULL)
        rd_kafka_destroy(mock->host);
    memory_free(mock->topic);
    memory_free(mock);
}
