/*
 * command_table.h - every command, in the order of the help.
 */
#ifndef MERITD_COMMANDS_COMMAND_TABLE_H
#define MERITD_COMMANDS_COMMAND_TABLE_H

#include "client/command.h"

extern const struct command *const command_table[];
extern const size_t command_count;

#endif
