/*
 * sqlstate.c - SQLSTATE -> class and advice, longest prefix first.
 *
 * A state without a row passes: an unforeseen error must stop the flow visibly, and not turn good records
 * into dead letters.
 */
#include "store/sqlstate.h"

#include <stddef.h>
#include <string.h>

#define MIGRATE ": run `meritd migrate` as the owner"

static const struct sqlstate_row {
    const char *prefix;
    enum sqlstate_class class;
    const char *advice;
} sqlstate_table[] = {
    {"57P04", SQLSTATE_SCHEMA, ": the database was dropped"},
    {"57P", SQLSTATE_RECONNECT, ""}, /* shutdown, crash, not yet up, idle too long */
    {"0A", SQLSTATE_SCHEMA, ": its objects were changed meanwhile"}, /* cached plan */
    {"08", SQLSTATE_RECONNECT, ""}, /* connection; the limit of retention has moved: read it anew */
    {"21", SQLSTATE_REFUSED, ""},   /* one row touched twice */
    {"22", SQLSTATE_REFUSED, ""},   /* data */
    {"23", SQLSTATE_REFUSED, ""},   /* constraint */
    {"25", SQLSTATE_RECONNECT, ""}, /* read-only (a standby), wrong transaction state */
    {"26", SQLSTATE_SCHEMA, ": a pooler changes the session; connect without it"},
    {"28", SQLSTATE_RECONNECT, ""},   /* password */
    {"3D", SQLSTATE_RECONNECT, ""},   /* no such database */
    {"3F", SQLSTATE_SCHEMA, MIGRATE}, /* no such schema */
    {"40", SQLSTATE_PASSES, ""},      /* serialization, deadlock */
    {"42501", SQLSTATE_SCHEMA,
     ": the login needs the roles meritd_ingest and meritd_settle (docs/roles.md), and these what "
     "`meritd migrate` grants them"},
    {"42", SQLSTATE_SCHEMA, MIGRATE}, /* no such function, table, column */
    {"53", SQLSTATE_PASSES, ""},      /* disk, memory, connections */
    {"54", SQLSTATE_REFUSED, ""},     /* larger than a program limit */
    {"55", SQLSTATE_PASSES, ""},      /* lock not available, object in use */
    {"57", SQLSTATE_PASSES, ""},      /* cancelled by a timeout or a person */
    {"58", SQLSTATE_PASSES, ""},      /* the server's file system */
    {"P0", SQLSTATE_REFUSED, ""},     /* raised by a function */
};

/* NULL: no row has it. */
static const struct sqlstate_row *sqlstate_find(const char *state)
{
    for (size_t i = 0; i < sizeof sqlstate_table / sizeof sqlstate_table[0]; i++)
        if (strncmp(state, sqlstate_table[i].prefix, strlen(sqlstate_table[i].prefix)) == 0)
            return &sqlstate_table[i];
    return NULL;
}

enum sqlstate_class sqlstate_class(const char *state)
{
    if (state == NULL)
        return SQLSTATE_RECONNECT;
    const struct sqlstate_row *row = sqlstate_find(state);
    return row == NULL ? SQLSTATE_PASSES : row->class;
}

const char *sqlstate_advice(const char *state)
{
    const struct sqlstate_row *row = state == NULL ? NULL : sqlstate_find(state);

    return row == NULL ? "" : row->advice;
}
