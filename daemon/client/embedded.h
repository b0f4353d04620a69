/*
 * embedded.h - the SQL files and default configuration that travel inside the program.
 *
 * So one file is enough to deploy: `meritd migrate` needs no folder of scripts. The build generates the
 * contents from sql/{migrations,functions,views,roles}, config/schemes and config/meritd.json.
 */
#ifndef MERITD_CLIENT_EMBEDDED_H
#define MERITD_CLIENT_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
    const char *name;  /* below sql/ or config/: "migrations/0001_facts.sql", "meritd.json" */
    const char *bytes; /* as in the file; a NUL follows, which length does not count */
    size_t length;
};

/* Sorted by name (bytewise); after the last comes an entry whose name is NULL. Static storage. */
extern const struct embedded_file embedded_files[];
extern const size_t embedded_count;

/* The version of the newest migration in this program. */
int embedded_schema_version(void);

#endif
