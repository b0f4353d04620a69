/* replay.c - reads files into the database. */
#include "base/log.h"
#include "client/client.h"
#include "client/command.h"
#include "collectors/file.h"
#include "commands/ndjson.h"
#include "generate/generate.h"
#include "service/ingest.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static struct {
    bool invented;
} given;

static const struct command_option options[] = {
    {.name = "--invented",
     .meaning = "write events of meritd generate into a real shop",
     .flag = &given.invented},
};

static int replay_files(const struct client *client, struct collector *collector)
{
    const struct ingest_job job = {
        .config = client->invocation->config,
        .config_path = client->invocation->config_path,
        .present_ms = client->invocation->present_ms,
        .database = &client->identity.options,
        .key = client->identity.key,
        .collector = collector,
        .progress = true,
    };
    struct loop_outcome outcome;
    int status = ingest_run(&job, &outcome);

    if (status == EXIT_STATUS_DONE && outcome.reason != LOOP_DONE) {
        log_error("replay", "interrupted: replay the same files again to write the rest");
        return EXIT_STATUS_FAILED;
    }
    if (status == EXIT_STATUS_DONE)
        ingest_summarize(&outcome);
    return status;
}

/* ---- how files begin ---- */

/*
 * Do all files pass the test? The first may be a pipe, so the collector that will read it looks at it. Of the
 * others only regular files are checked.
 */
static bool all_pass(const struct invocation *invocation, struct collector *first,
                     bool (*passes)(const char *path, struct collector *collector))
{
    bool all = passes(invocation->operands[0], first);
    struct stat status;
    struct error error;

    for (size_t i = 1; i < invocation->operand_count; i++) {
        const char *const *path = &invocation->operands[i];
        if (stat(*path, &status) != 0 || !S_ISREG(status.st_mode))
            continue;
        struct collector *other = collector_file_new(path, 1, &error);
        all = other != NULL && passes(*path, other) && all;
        if (other != NULL)
            other->ops->free(other);
    }
    return all;
}

/* If the file cannot be read, the collector will say why. */
static bool is_ndjson(const char *path, struct collector *collector)
{
    struct text begin = collector_file_peek(collector);
    bool readable = collector->ops->error(collector)->text[0] == '\0';
    const char *wrong = readable ? ndjson_wrong(begin) : NULL;

    if (wrong != NULL)
        fprintf(stderr,
                "meritd replay: %s: %s; NDJSON is wanted, one event per line (docs/events.md)\n",
                path, wrong);
    return wrong == NULL;
}

/* ---- events of meritd generate ---- */

/* Recognised by their default source: who gave another source wants them in this database. */
static bool is_real(const char *path, struct collector *collector)
{
    static const char source[] = "\"source\":\"" GENERATE_SOURCE "\"";
    struct text begin = collector_file_peek(collector);

    (void)path;
    return memmem(begin.bytes, begin.length, source, sizeof source - 1) == NULL;
}

/* Asks on a terminal; without a terminal the answer is no. */
static bool person_agrees(void)
{
    FILE *terminal = fopen("/dev/tty", "r+e");
    char answer[8] = "";

    if (terminal == NULL)
        return false;
    fputs("These events are invented, and this shop has events of its own. Write them? [y/N] ",
          terminal);
    fflush(terminal);
    bool read = fgets(answer, sizeof answer, terminal) != NULL;
    fclose(terminal);
    return read && (answer[0] == 'y' || answer[0] == 'Y');
}

static int replay_check_invented(struct client *client, struct collector *collector)
{
    const struct invocation *invocation = client->invocation;

    if (given.invented || all_pass(invocation, collector, is_real))
        return EXIT_STATUS_DONE;
    int status = client_ask(client, "select fact.any_real()", NULL, 0);
    if (status != EXIT_STATUS_DONE || *database_value(client->database, 0, 0) == 'f' ||
        person_agrees())
        return status;
    return invocation_refuse(
        invocation, "nothing was written: these are events of `meritd generate`, and this shop "
                    "has events of its own; --invented writes them all the same");
}

/* ---- the command ---- */

static int replay_begin(struct client *client, struct collector **collector)
{
    struct error error;

    *collector = collector_file_new(client->invocation->operands, client->invocation->operand_count,
                                    &error);
    if (*collector == NULL)
        fprintf(stderr, "meritd replay: %s\n", error.text);
    else if (all_pass(client->invocation, *collector, is_ndjson))
        return replay_check_invented(client, *collector);
    else
        fprintf(stderr, "meritd replay: nothing was written\n");
    return EXIT_STATUS_FAILED;
}

/* The blocking connection only checks, before anything is read, that the database is there. */
static int replay(const struct invocation *invocation)
{
    struct collector *collector = NULL;
    struct client client;
    int status = client_open(&client, invocation);

    if (status == EXIT_STATUS_DONE)
        status = replay_begin(&client, &collector);
    database_free(client.database);
    client.database = NULL;
    if (status == EXIT_STATUS_DONE)
        status = replay_files(&client, collector);
    else if (collector != NULL)
        collector->ops->free(collector);
    client_close(&client);
    return status;
}

const struct command command_replay = {
    .name = "replay",
    .operands = "FILE…",
    .least = 1,
    .most = SIZE_MAX,
    .summary = "write events from files (NDJSON, plain or .gz, or -), settle",
    .details =
        "Goes through the same pipeline as the daemon's, beside daemons or without. Keeps no\n"
        "position: a repeated replay changes nothing, however the files are cut or named.\n"
        "Rejected lines become dead letters, once for the same content, and do not make it fail;\n"
        "a file that holds no events at all is refused. Events of meritd generate\n"
        "do not come into a shop with events of its own unasked.\n",
    .roles = "meritd_ingest and meritd_settle",
    COMMAND_OPTIONS(options),
    .own = {.takes_all = true, .alone = replay},
};
