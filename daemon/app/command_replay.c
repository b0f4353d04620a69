/* command_replay.c - files through the pipeline. */
#include "app/client.h"
#include "app/engine.h"
#include "base/log.h"
#include "collectors/file.h"

#include <stdio.h>

static int replay_files(const struct client *client, struct collector *collector)
{
    struct loop_outcome outcome;
    int status = engine_run(client->invocation, &client->shop, collector, true, &outcome);

    if (status == EXIT_STATUS_DONE && outcome.reason != LOOP_DONE) {
        log_error("replay", "interrupted: replay the same files again to write the rest");
        return EXIT_STATUS_FAILED;
    }
    if (status == EXIT_STATUS_DONE)
        engine_summarize(&outcome);
    return status;
}

/* The blocking connection only finds out, before anything is read, whether there is a database for it. */
int command_replay(const struct invocation *invocation)
{
    struct client client;
    struct error error;
    int status = client_open(&client, invocation);

    database_free(client.database);
    client.database = NULL;
    if (status == EXIT_STATUS_DONE) {
        struct collector *collector = collector_file_new(invocation->operands,
                                                         invocation->operand_count, &error);
        if (collector != NULL) {
            status = replay_files(&client, collector);
        } else {
            fprintf(stderr, "meritd replay: %s\n", error.text);
            status = EXIT_STATUS_FAILED;
        }
    }
    client_close(&client);
    return status;
}
