/* embedded.c - see the header; the build makes the table. */
#include "client/embedded.h"

#include <stdlib.h>
#include <string.h>

/* Names are "migrations/0001_facts.sql"; the last one in order is the newest. */
int embedded_schema_version(void)
{
    int version = 0;

    for (const struct embedded_file *file = embedded_files; file->name != NULL; file++)
        if (strncmp(file->name, "migrations/", strlen("migrations/")) == 0)
            version = atoi(file->name + strlen("migrations/"));
    return version;
}
