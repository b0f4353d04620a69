/*
 * manual.h - man pages and completions, made from the tables that `meritd help` and the configuration read.
 *
 * A program of its own, which the build runs (CMakeLists.txt): meritd itself needs none of it. Nothing
 * here names a command or an option: what is added to a table is on the pages.
 */
#ifndef MERITD_MANUAL_MANUAL_H
#define MERITD_MANUAL_MANUAL_H

#include "commands/command.h"

#include <stdbool.h>
#include <stddef.h>

/* An option of a command's own, whichever table it stands in. */
struct manual_option {
    char name[32];        /* "--month" */
    const char *argument; /* NULL: nothing follows it */
    const char *meaning;  /* it may have line feeds */
    const char *choices;  /* what may follow, between spaces; NULL: anything */
    bool required;
};

/* The i-th of the command, then those of every command (command NULL: these alone); false: there are fewer. */
bool manual_option(const struct command *command, size_t i, struct manual_option *out);

/* Each writes a whole file to standard output. */
void manual_page_of_commands(void); /* meritd(1) */
void manual_page_of_config(void);   /* meritd.json(5) */
void manual_bash(void);
void manual_zsh(void);

#endif
