/* command_table.c - every command but generate, which reads a command line of its own. */
#include "app/command.h"

#define FORMAT_FLAG                                                                                \
    {                                                                                              \
        "--format", "FORMAT", false, "table (default), csv or json"                                \
    }
#define DAY_FLAGS                                                                                  \
    {"--from", "YYYY-MM-DD", false, "first business day; default: the first with anything"},       \
    {                                                                                              \
        "--to", "YYYY-MM-DD", false, "the day behind the last one; default: behind everything"     \
    }

const struct command command_table[] = {
    {.name = "ingest",
     .operands = "",
     .summary = "the daemon: read Kafka, write PostgreSQL, settle",
     .details =
         "Runs until SIGTERM or SIGINT (writes what it has read, leaves the group, exits 0; a\n"
         "second signal leaves at once). SIGHUP reads the configuration again. Any number of\n"
         "daemons may run from one configuration: Kafka shares the partitions out.\n",
     .flags = {{"--until-end", NULL, false,
                "outside the group: read every partition to the end it has now, settle, exit"}},
     .run = command_ingest},
    {.name = "replay",
     .operands = "FILE…",
     .least = 1,
     .most = SIZE_MAX,
     .summary = "write events from files (NDJSON, plain or .gz, or -), settle",
     .details =
         "Goes through the same pipeline as the daemon's, beside daemons or without. Keeps no\n"
         "position: a repeated replay changes nothing, however the files are cut or named.\n"
         "Rejected lines become dead letters; they do not make it fail.\n",
     .run = command_replay},
    {.name = "migrate",
     .operands = "",
     .summary = "create or bring up to date the database's schema",
     .details = "Applies what is missing, then functions and views, writes the shop of the\n"
                "configuration into the database, and loads a first scoring scheme when there is\n"
                "none. Doing it again changes nothing. Refuses a schema newer than this program.\n",
     .run = command_migrate},
    {.name = "check",
     .operands = "[SCHEME.json…]",
     .most = SIZE_MAX,
     .summary = "check the configuration, the database, and scheme files",
     .details = "Reports everything that is wrong at once. What a scheme says is checked by the\n"
                "database; without one only its JSON is.\n",
     .run = command_check},
    {.name = "settle",
     .operands = "",
     .summary = "settle what is dirty, and leave",
     .details = "Waits for a settler that is at work, and goes on until nothing is left that was\n"
                "written before this command began. --now gives the instant it settles as of.\n",
     .run = command_settle},
    {.name = "verify",
     .operands = "",
     .summary = "compare settled rows and roll-ups with a fresh calculation",
     .details = "Prints each difference, and exits 1 if there is any. Waits for the settler.\n",
     .flags = {DAY_FLAGS, FORMAT_FLAG},
     .run = command_verify},
    {.name = "rebuild",
     .operands = "",
     .summary = "make settled rows and roll-ups anew from facts",
     .details = "Waits for the settler. Numbers do not change unless verify finds differences.\n",
     .flags = {DAY_FLAGS},
     .run = command_rebuild},
    {.name = "rules",
     .operands = "show | set KEY=VALUE…",
     .least = 1,
     .most = SIZE_MAX,
     .summary = "show the rules of the numbers, or set them before the first event",
     .details = "set takes all of the assignments or none.\n",
     .flags = {FORMAT_FLAG},
     .run = command_rules},
    {.name = "score",
     .operands = "",
     .summary = "a month's ranking",
     .details = "Live: from the roll-ups as they are now.\n",
     .flags = {{"--month", "YYYY-MM", true, "the month"},
               {"--team", "TEAM", false, "only the agents who are in that team"},
               {"--scheme", "NAME", false, "only that scheme"},
               FORMAT_FLAG},
     .run = command_score},
    {.name = "explain",
     .operands = "",
     .summary = "why an agent has that score: indicators, rounds, orders",
     .details = "Conversations and orders stand by the platform's ids, so that one can open them\n"
                "there; the longest waits first.\n",
     .flags = {{"--agent", "ACCOUNT", true, "the agent"},
               {"--month", "YYYY-MM", true, "the month"},
               {"--scheme", "NAME", false, "only that scheme"},
               {"--limit", "N", false, "rows of each list; default 20"},
               FORMAT_FLAG},
     .run = command_explain},
    {.name = "status",
     .operands = "",
     .summary = "positions, lag, backlog, freshness, dead letters",
     .details = "json is for scripts: its members stay.\n",
     .flags = {{"--format", "FORMAT", false, "text (default) or json"}},
     .run = command_status},
    {.name = "dead-letters",
     .operands = "list | show ID",
     .least = 1,
     .most = 2,
     .summary = "records that were rejected, and why",
     .details = "list shows the latest first; show prints one with its headers and payload.\n",
     .flags = {{"--reason", "REASON", false, "only those rejected for this reason"},
               {"--limit", "N", false, "list this many; default 100"},
               FORMAT_FLAG},
     .run = command_dead_letters},
};

const size_t command_count = sizeof command_table / sizeof command_table[0];
