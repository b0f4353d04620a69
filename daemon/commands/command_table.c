/* command_table.c - every command, in the order of the help. */
#include "commands/command.h"

extern const struct command command_ingest;
extern const struct command command_replay;
extern const struct command command_migrate;
extern const struct command command_check;
extern const struct command command_scheme;
extern const struct command command_settle;
extern const struct command command_verify;
extern const struct command command_rebuild;
extern const struct command command_rules;
extern const struct command command_settings;
extern const struct command command_score;
extern const struct command command_explain;
extern const struct command command_post;
extern const struct command command_status;
extern const struct command command_dead_letters;
extern const struct command command_close;
extern const struct command command_revise;
extern const struct command command_ledger;
extern const struct command command_appeal;
extern const struct command command_exclude;
extern const struct command command_include;
extern const struct command command_actions;
extern const struct command command_generate;

const struct command *const command_table[] = {
    &command_ingest,  &command_replay,  &command_migrate,  &command_check,  &command_scheme,
    &command_settle,  &command_verify,  &command_rebuild,  &command_rules,  &command_settings,
    &command_score,   &command_explain, &command_post,     &command_status, &command_dead_letters,
    &command_close,   &command_revise,  &command_ledger,   &command_appeal, &command_exclude,
    &command_include, &command_actions, &command_generate,
};

const size_t command_count = sizeof command_table / sizeof command_table[0];
