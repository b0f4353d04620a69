/* rules.c - shows and sets the parameters of the numbers. */
#include "client/command.h"
#include "commands/keys.h"

static struct {
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_FORMAT, .table = &given.format},
};

static const struct key_table table = {
    .list_sql = "select r.key, r.value, r.\"default\", r.allowed, r.meaning"
                "  from ref.rule_list() r",
    .set_sql = "select ref.set_rules($1::text[])",
};

static int rules_show(struct client *client)
{
    return keys_show(client, given.format, &table);
}

static int rules_set(struct client *client)
{
    return keys_set(client, given.format, &table);
}

static const struct action actions[] = {
    {.word = "show", .takes = {&given.format}, .run = rules_show},
    {.word = "set",
     .operands = "one KEY=VALUE at least",
     .least = 1,
     .most = SIZE_MAX,
     .takes = {&given.format},
     .run = rules_set},
};

const struct command command_rules = {
    .name = "rules",
    .operands = "show | set KEY=VALUE…",
    .least = 1,
    .most = SIZE_MAX,
    .summary = "show the rules of the numbers, or set them before the first event",
    .details = "set takes all of the assignments or none.\n",
    .roles = "the database's owner (to see them meritd_close or merit_operator)",
    COMMAND_OPTIONS(options),
    COMMAND_ACTIONS(actions),
};
