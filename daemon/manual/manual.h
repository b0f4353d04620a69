/*
 * manual.h - man pages and completions, made from the tables that `meritd help` and the configuration read.
 *
 * This is a separate program, which the build runs (CMakeLists.txt); meritd does not contain it. Nothing here
 * names a command or an option: a new row of a table appears on the pages by itself.
 */
#ifndef MERITD_MANUAL_MANUAL_H
#define MERITD_MANUAL_MANUAL_H

#include "client/command.h"

#include <stdbool.h>
#include <stddef.h>

/* An option of a command, from whichever table has it. */
struct manual_option {
    char name[32];        /* "--month" */
    const char *argument; /* NULL: it takes no value */
    const char *meaning;  /* may have line feeds */
    const char *choices;  /* allowed words, between spaces; NULL: any value */
    bool required;
};

/* Gives the i-th option: first the command's, then those of every command (command NULL: only these). False:
 * there are fewer. */
bool manual_option(const struct command *command, size_t i, struct manual_option *out);

/* Each function writes a whole file to standard output. */
void manual_page_of_commands(void); /* meritd(1) */
void manual_page_of_config(void);   /* meritd.json(5) */
void manual_bash(void);
void manual_zsh(void);

#endif
