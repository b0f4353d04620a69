/*
 * sqlstate.h - what an SQLSTATE means for us: the only table that says what to do after a failure.
 */
#ifndef MERITD_STORE_SQLSTATE_H
#define MERITD_STORE_SQLSTATE_H

enum sqlstate_class {
    SQLSTATE_PASSES,    /* the same statement may succeed later on this connection */
    SQLSTATE_RECONNECT, /* this connection is useless now; a new one may work */
    SQLSTATE_SCHEMA,    /* the server lacks something (object, privilege, statement): reconnect and
                           check again; at the first connection a person must act */
    SQLSTATE_REFUSED,   /* the content will never be accepted */
};

/* state: five characters as libpq gives them; NULL (no answer came) is RECONNECT. */
enum sqlstate_class sqlstate_class(const char *state);
/* What a person must do about a SCHEMA error: the end of a sentence, beginning with ": "; otherwise "". */
const char *sqlstate_advice(const char *state);

#endif
