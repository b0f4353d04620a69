/*
 * embedded.h - the SQL files and default configuration that travel inside the program.
 *
 * So one file is enough to deploy: `meritd migrate` needs no folder of scripts. The build generates the
 * contents from sql/, config/schemes, config/meritd.json and dashboard/.
 */
#ifndef MERITD_CLIENT_EMBEDDED_H
#define MERITD_CLIENT_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
    const char *
        name; /* below sql/ or config/: "migrations/0001_facts.sql", "meritd.json"; "dashboard/index.html" */
    const char *bytes; /* as in the file; a NUL follows, which length does not count */
    size_t length;
};

/* Sorted by name (bytewise); after the last comes an entry whose name is NULL. Static storage. */
extern const struct embedded_file embedded_files[];
extern const size_t embedded_count;

/* The version of the newest migration in this program. */
int embedded_schema_version(void);

#endif
