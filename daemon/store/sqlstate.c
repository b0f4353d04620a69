/*
 * sqlstate.c - SQLSTATE -> class, longest prefix first.
 *
 * What is in no row passes: an error nobody foresaw must stop the flow visibly rather than declare
 * good records dead.
 */
#include "store/sqlstate.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *prefix;
    enum sqlstate_class class;
} sqlstate_table[] = {
    {"57P04", SQLSTATE_SCHEMA},  /* database dropped */
    {"57P", SQLSTATE_RECONNECT}, /* shutdown, crash, not yet up, idle too long */
    {"0A", SQLSTATE_SCHEMA},     /* cached plan must not change result type */
    {"08", SQLSTATE_RECONNECT},  /* connection */
    {"21", SQLSTATE_REFUSED},    /* one row touched twice */
    {"22", SQLSTATE_REFUSED},    /* data */
    {"23", SQLSTATE_REFUSED},    /* constraint */
    {"25", SQLSTATE_RECONNECT},  /* read-only (we speak to a standby), transaction gone astray */
    {"26", SQLSTATE_SCHEMA},     /* prepared statement unknown (a pooler in between) */
    {"28", SQLSTATE_RECONNECT},  /* password */
    {"3D", SQLSTATE_RECONNECT},  /* no such database */
    {"3F", SQLSTATE_SCHEMA},     /* no such schema */
    {"40", SQLSTATE_PASSES},     /* serialization, deadlock */
    {"42", SQLSTATE_SCHEMA},     /* no such function, table, column; privilege */
    {"53", SQLSTATE_PASSES},     /* disk, memory, connections */
    {"54", SQLSTATE_REFUSED},    /* larger than a program limit */
    {"55", SQLSTATE_PASSES},     /* lock not available, object in use */
    {"57", SQLSTATE_PASSES},     /* cancelled: a time-out or a person */
    {"58", SQLSTATE_PASSES},     /* the server's file system */
    {"P0", SQLSTATE_REFUSED},    /* raised by a function */
};

enum sqlstate_class sqlstate_class(const char *state)
{
    if (state == NULL)
        return SQLSTATE_RECONNECT;
    for (size_t i = 0; i < sizeof sqlstate_table / sizeof sqlstate_table[0]; i++)
        if (strncmp(state, sqlstate_table[i].prefix, strlen(sqlstate_table[i].prefix)) == 0)
            return sqlstate_table[i].class;
    return SQLSTATE_PASSES;
}
