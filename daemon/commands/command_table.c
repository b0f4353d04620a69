/* command_table.c - every command but generate, which reads a command line of its own. */
#include "commands/command.h"

#define FORMAT_FLAG                                                                                \
    {                                                                                              \
        "--format", "FORMAT", false, "table (default), csv or json"                                \
    }
#define DAY_FLAGS                                                                                  \
    {"--from", "YYYY-MM-DD", false, "first business day; default: the first with anything"},       \
    {                                                                                              \
        "--to", "YYYY-MM-DD", false, "the day behind the last one; default: behind everything"     \
    }
#define TEXT_FORMAT_FLAG                                                                           \
    {                                                                                              \
        "--format", "FORMAT", false, "text (default) or json"                                      \
    }
#define BY_FLAG                                                                                    \
    {                                                                                              \
        "--by", "NAME", false, "who does it, for the record; default: the database role"           \
    }
#define DRY_RUN_FLAG                                                                               \
    {                                                                                              \
        "--dry-run", NULL, false, "show what it would do, and write nothing"                       \
    }
#define ONE_MONTH_FLAG                                                                             \
    {                                                                                              \
        "--month", "YYYY-MM", false, "of that month"                                               \
    }

const struct command command_table[] = {
    {.name = "ingest",
     .operands = "",
     .summary = "the daemon: read Kafka, write PostgreSQL, settle",
     .details =
         "Runs until SIGTERM or SIGINT (writes what it has read, leaves the group, exits 0; a\n"
         "second signal leaves at once). SIGHUP reads the configuration again. Any number of\n"
         "daemons may run from one configuration: Kafka shares the partitions out.\n",
     .roles = "meritd_ingest and meritd_settle",
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
         "Rejected lines become dead letters, once for the same content, and do not make it fail;\n"
         "a file that holds no events at all is refused. Events of meritd generate\n"
         "do not come into a shop with events of its own unasked.\n",
     .roles = "meritd_ingest and meritd_settle",
     .flags = {{"--invented", NULL, false, "write events of meritd generate into a real shop"}},
     .run = command_replay},
    {.name = "migrate",
     .operands = "",
     .summary = "create or bring up to date the database's schema",
     .details = "Applies what is missing, then functions and views, writes the shop of the\n"
                "configuration into the database, and loads a first scoring scheme when there is\n"
                "none. Doing it again changes nothing. Refuses a schema newer than this program.\n",
     .roles = "the database's owner",
     .run = command_migrate},
    {.name = "check",
     .operands = "",
     .summary = "check the configuration, Kafka and the database",
     .details =
         "Reports everything that is wrong at once: 2 when it is the configuration, 3 when Kafka\n"
         "or PostgreSQL cannot be reached, 1 when it is what they hold. Changes nothing.\n",
     .roles = "every role but merit_reader",
     .run = command_check},
    {.name = "scheme",
     .operands = "check FILE… | load FILE | list | show NAME[@VERSION]",
     .least = 1,
     .most = SIZE_MAX,
     .summary = "scoring schemes: check files, load versions, see what is in force",
     .details = "check lists all that is wrong. load adds a version, in force from --from on, and "
                "says which\n"
                "months it changes; closed ones keep theirs, and the same file again changes "
                "nothing. show\n"
                "prints the version in force.\n",
     .roles = "the database's owner (to see them meritd_close)",
     .flags = {{"--from", "YYYY-MM", false, "load: its first month; default: this one"},
               FORMAT_FLAG},
     .run = command_scheme},
    {.name = "settle",
     .operands = "",
     .summary = "settle what is dirty, and leave",
     .details = "Waits for a settler that is at work, and goes on until nothing is left that was\n"
                "written before this command began. --now gives the instant it settles as of.\n",
     .roles = "meritd_settle",
     .run = command_settle},
    {.name = "verify",
     .operands = "",
     .summary = "compare settled rows and roll-ups with a fresh calculation",
     .details = "Prints each difference, and exits 1 if there is any. Waits for the settler.\n"
                "With --ledger: hashes the ledger's lines again, and what closed months froze.\n",
     .roles = "meritd_settle (with --ledger meritd_close, merit_payroll or merit_operator)",
     .flags = {DAY_FLAGS,
               {"--ledger", NULL, false, "the ledger's chain and closed months, instead"},
               {"--head", "HASH", false, "this head, written down before, must be in the chain"},
               FORMAT_FLAG},
     .run = command_verify},
    {.name = "rebuild",
     .operands = "",
     .summary = "make settled rows and roll-ups anew from facts",
     .details = "Waits for the settler. Numbers do not change unless verify finds differences.\n",
     .roles = "meritd_settle",
     .flags = {DAY_FLAGS},
     .run = command_rebuild},
    {.name = "rules",
     .operands = "show | set KEY=VALUE…",
     .least = 1,
     .most = SIZE_MAX,
     .summary = "show the rules of the numbers, or set them before the first event",
     .details = "set takes all of the assignments or none.\n",
     .roles = "the database's owner (to see them meritd_close or merit_operator)",
     .flags = {FORMAT_FLAG},
     .run = command_rules},
    {.name = "settings",
     .operands = "show | set KEY=VALUE…",
     .least = 1,
     .most = SIZE_MAX,
     .summary = "show the settings of month end, or set them",
     .details =
         "set takes all of the assignments or none; KEY= is the default. Months that are closed\n"
         "keep what they were closed with.\n",
     .roles = "meritd_close or merit_operator",
     .flags = {FORMAT_FLAG},
     .run = command_settings},
    {.name = "score",
     .operands = "",
     .summary = "a month's ranking",
     .details =
         "Live: from the roll-ups as they are now. Agents see themselves, leads their teams.\n",
     .roles = "merit_agent, merit_lead or meritd_close",
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
     .roles = "merit_agent, merit_lead or meritd_close",
     .flags = {{"--agent", "ACCOUNT", true, "the agent"},
               {"--month", "YYYY-MM", true, "the month"},
               {"--scheme", "NAME", false, "only that scheme"},
               {"--limit", "N", false, "rows of each list; default 20"},
               FORMAT_FLAG},
     .run = command_explain},
    {.name = "post",
     .operands = "[list | receivers [FILE.json] | alarm TEXT]",
     .most = 2,
     .summary = "send the postings of closed months to their receivers",
     .details =
         "Sends what is due in the outbox, each posting at least once, under a key by which "
         "receivers\n"
         "drop repeats, and exits 1 when something is not sent or was refused. Any number may run "
         "at\n"
         "once. list shows what each receiver got and answered. receivers shows them; with a file, "
         "a\n"
         "JSON array, it sets them. URLs and secrets are read from the files that it names.\n"
         "alarm sends a sentence by the webhook in the credential post_alarm.url; it asks no "
         "database, and\n"
         "reads no configuration.\n",
     .roles = "meritd_close or merit_operator",
     .flags = {{"--wait", "DURATION", false,
                "try again until all is sent, or so long (90s, 30m, 2h)"},
               {"--month", "YYYY-MM", false,
                "first queue that month's posting for who does not have it, or refused it"},
               {"--again", NULL, false, "with --month: for who has it, too"},
               {"--to", "RECEIVER", false, "only to this one"},
               FORMAT_FLAG},
     .run = command_post},
    {.name = "status",
     .operands = "",
     .summary = "positions, lag, backlog, freshness, dead letters",
     .details = "json is for scripts: its members stay.\n",
     .roles = "meritd_close or merit_operator",
     .flags = {TEXT_FORMAT_FLAG},
     .run = command_status},
    {.name = "dead-letters",
     .operands = "list | show ID | clear [ID…]",
     .least = 1,
     .most = SIZE_MAX,
     .summary = "records that were rejected, and why",
     .details = "list shows the latest first (of a file its name and line); show prints one with "
                "its headers and payload. clear\n"
                "deletes those that all of --before, --reason and the ids name, and records that;\n"
                "a record that comes again is rejected again.\n",
     .roles = "meritd_close or merit_operator",
     .flags = {{"--reason", "REASON", false, "only those rejected for this reason"},
               {"--before", "YYYY-MM-DD", false, "only those rejected before that day"},
               {"--limit", "N", false, "list this many; default 100"},
               FORMAT_FLAG},
     .run = command_dead_letters},
    {.name = "close",
     .operands = "",
     .summary = "close a month: freeze it, pay by the ledger, post the ranking",
     .details =
         "One transaction, once; refused with everything that is in the way and what to do.\n"
         "Closing again does nothing and says so. --due is for a timer: it closes, in order, "
         "every\n"
         "month whose numbers no longer change; 1 when one of them is refused.\n",
     .roles = "meritd_close",
     .flags = {{"--month", "YYYY-MM", false, "the month"},
               {"--due", NULL, false, "every month that is due, instead"},
               {"--anyway", NULL, false, "though it is not final (with --reason)"},
               {"--skip", NULL, false, "though earlier months are open (with --reason)"},
               {"--accept-warnings", NULL, false, "though there are warnings"},
               {"--reason", "TEXT", false, "why, for the record"},
               DRY_RUN_FLAG,
               BY_FLAG,
               TEXT_FORMAT_FLAG},
     .run = command_close},
    {.name = "revise",
     .operands = "",
     .summary = "calculate a closed month again, as a revision",
     .details =
         "From today's facts and exclusions; the old result stays, ledger lines are reversed and\n"
         "posted anew, the difference is posted. Nothing is done when nothing differs.\n",
     .roles = "meritd_close",
     .flags = {{"--month", "YYYY-MM", true, "the month"},
               {"--reason", "TEXT", true, "why: it is posted"},
               {"--schemes-in-force", NULL, false, "with today's schemes, not those of the close"},
               DRY_RUN_FLAG,
               BY_FLAG,
               TEXT_FORMAT_FLAG},
     .run = command_revise},
    {.name = "ledger",
     .operands = "",
     .summary = "a month's ledger; its settlement, payroll, and their input",
     .details =
         "Shows the lines of --month; as csv, what payroll needs: a row a person and revision, "
         "and\n"
         "a control total, refused before the settlement. --settle writes once what commissions "
         "do\n"
         "not bear of penalties; what is unknown is listed, and nothing is written. --input takes\n"
         "all lines of a CSV file with the columns month, agent, input, amount, or none.\n",
     .roles = "merit_payroll",
     .flags = {{"--month", "YYYY-MM", false, "the month"},
               {"--settle", NULL, false, "settle its last revision"},
               {"--input", "FILE", false, "take inputs of the pay formula; - is standard input"},
               {"--reverse", "LINE", false, "take a streak's reward back (with --reason)"},
               {"--reason", "TEXT", false, "why, for the record"},
               {"--revision", "N", false, "show only that revision"},
               {"--provisional", NULL, false, "csv: though it is not settled"},
               DRY_RUN_FLAG,
               BY_FLAG,
               FORMAT_FLAG},
     .run = command_ledger},
    {.name = "appeal",
     .operands = "file | list | evidence ID | decide ID accept KIND:REFERENCE… | decide ID reject",
     .least = 1,
     .most = SIZE_MAX,
     .summary = "appeals against a closed month's indicators",
     .details =
         "file needs --month, --agent, --indicator and --reason. evidence shows the rounds, "
         "orders\n"
         "… behind the indicator. decide needs --note; accept names what is left out, as exclude\n"
         "does, with --evidence. The month changes when somebody revises it.\n",
     .roles = "merit_lead or meritd_close (to file and list them merit_agent, too)",
     .flags = {ONE_MONTH_FLAG,
               {"--agent", "ACCOUNT", false, "who appeals"},
               {"--indicator", "NAME", false, "against which indicator"},
               {"--reason", "TEXT", false, "why"},
               {"--note", "TEXT", false, "why it is accepted or rejected"},
               {"--evidence", "TEXT", false, "what shows it"},
               {"--credit-to", "ACCOUNT", false, "of kind credit: whose the orders are"},
               BY_FLAG,
               FORMAT_FLAG},
     .run = command_appeal},
    {.name = "exclude",
     .operands = "list | KIND REFERENCE",
     .least = 1,
     .most = 2,
     .summary = "leave a fact out of all numbers (tests, spam, colleagues)",
     .details =
         "KIND is conversation, order, ticket (REFERENCE: its id), survey (as evidence shows it),\n"
         "customer (the platform's id), pseudonym (as meritd stores customers), or credit: hands\n"
         "an order's credit over. Closed months change only by a revision.\n",
     .roles = "merit_lead, meritd_close or merit_operator (to see them merit_agent, too)",
     .flags = {{"--reason", "TEXT", false, "why"},
               {"--evidence", "TEXT", false, "what shows it"},
               {"--credit-to", "ACCOUNT", false, "of kind credit: whose the order is"},
               {"--appeal", "ID", false, "the accepted appeal that it follows from"},
               BY_FLAG,
               FORMAT_FLAG},
     .run = command_exclude},
    {.name = "include",
     .operands = "ID",
     .least = 1,
     .most = 1,
     .summary = "end an exclusion: the fact counts again",
     .details = "exclude list shows the ids.\n",
     .roles = "merit_lead, meritd_close or merit_operator",
     .flags = {{"--reason", "TEXT", false, "why"}, BY_FLAG},
     .run = command_include},
    {.name = "actions",
     .operands = "list | done ID | waive ID | reopen ID",
     .least = 1,
     .most = 2,
     .summary = "what closed months ask of people",
     .details = "list shows those of --month, or else all that are open. waive needs --note.\n",
     .roles = "merit_lead or meritd_close (to list them merit_agent, too)",
     .flags = {ONE_MONTH_FLAG,
               {"--note", "TEXT", false, "what was done, or why it is waived"},
               BY_FLAG,
               FORMAT_FLAG},
     .run = command_actions},
};

const size_t command_count = sizeof command_table / sizeof command_table[0];
