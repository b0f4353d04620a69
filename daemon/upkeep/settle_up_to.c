/* settle_up_to.c - see the header. */
#include "upkeep/settle_up_to.h"

#include <stdio.h>
#include <stdlib.h>

bool settle_step(struct database *database, const char *mark, long *left, struct error *error)
{
    const char *const params[] = {mark};

    if (!database_ask(database,
                      "select settle.run(coalesce((select s.as_of from settle.state s),"
                      " pg_catalog.now()), true, 50)",
                      NULL, 0, error) ||
        !database_ask(database, "select count(*) from ingest.dirty d where d.id <= $1::bigint",
                      params, 1, error))
        return false;
    *left = strtol(database_value(database, 0, 0), NULL, 10);
    return true;
}

static bool settle_up_to(struct database *database, const char *mark, struct error *error)
{
    long left;

    do {
        if (!settle_step(database, mark, &left, error))
            return false;
    } while (left > 0);
    return true;
}

bool settle_what_is_dirty(struct database *database, struct error *error)
{
    char mark[24];

    if (!database_ask(database, "select coalesce(max(d.id), 0) from ingest.dirty d", NULL, 0,
                      error))
        return false;
    snprintf(mark, sizeof mark, "%s", database_value(database, 0, 0));
    return settle_up_to(database, mark, error);
}
