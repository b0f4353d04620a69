/*
 * sqlstate.h - what an SQLSTATE means for us: the one table that says who may try what again.
 */
#ifndef MERITD_STORE_SQLSTATE_H
#define MERITD_STORE_SQLSTATE_H

enum sqlstate_class {
    SQLSTATE_PASSES,    /* the same statement may succeed later on this connection */
    SQLSTATE_RECONNECT, /* this connection is of no use any more; another one may be */
    SQLSTATE_SCHEMA,    /* the server is not as we know it (object, privilege, statement missing):
                           reconnect and look again; at the first connection a person must act */
    SQLSTATE_REFUSED,   /* the content will never be taken */
};

/* state: five characters as libpq gives them; NULL (no answer came) is RECONNECT. */
enum sqlstate_class sqlstate_class(const char *state);
/* What a person is to do about a SCHEMA error: a sentence's end, beginning with ": "; "" else. */
const char *sqlstate_advice(const char *state);

#endif
