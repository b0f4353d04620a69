/* settings.c - shows and sets the parameters of month end and of the pages. */
#include "client/command.h"
#include "commands/keys.h"

static struct {
    enum table_format format;
} given;

static const struct command_option options[] = {
    {COMMON_FORMAT, .table = &given.format},
};

static int settings_show(struct client *client)
{
    return client_print(client, given.format,
                        "select s.key, s.value, s.\"default\", s.allowed, s.meaning"
                        "  from period.setting_list() s",
                        NULL, 0, NULL);
}

static int settings_set(struct client *client)
{
    int status = keys_set(client, "select period.set_settings($1::text[])", NULL, 0);

    return status == EXIT_STATUS_DONE ? settings_show(client) : status;
}

static const struct action actions[] = {
    {.word = "show", .takes = {&given.format}, .run = settings_show},
    {.word = "set",
     .operands = "one KEY=VALUE at least",
     .least = 1,
     .most = SIZE_MAX,
     .takes = {&given.format},
     .run = settings_set},
};

const struct command command_settings = {
    .name = "settings",
    .operands = "show | set KEY=VALUE…",
    .least = 1,
    .most = SIZE_MAX,
    .summary = "show the settings of month end and of the pages, or set them",
    .details =
        "set takes all of the assignments or none; KEY= is the default. Months that are closed\n"
        "keep what they were closed with.\n",
    .roles = "meritd_close or merit_operator",
    COMMAND_OPTIONS(options),
    COMMAND_ACTIONS(actions),
};
