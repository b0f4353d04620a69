/*
 * retain.h - deletes the facts of old months: whole conversations, orders, tickets and surveys; roll-ups and closed months
 * stay.
 *
 * In steps of some ten milliseconds (sql/fact/drop_*.sql): it may be killed at any moment, and run beside daemons
 * and beside itself. Run again it does the rest. Who is in the way of a step is told at once, and waited for half a minute.
 */
#ifndef MERITD_UPKEEP_RETAIN_H
#define MERITD_UPKEEP_RETAIN_H

#include "store/database.h"

enum retain_kind {
    RETAIN_ORDERS,
    RETAIN_TICKETS,
    RETAIN_CONVERSATIONS,
    RETAIN_SURVEYS,
    RETAIN_KINDS,
};

extern const char *const retain_names[RETAIN_KINDS]; /* "orders", … */

enum { RETAIN_YEAR = 1999, RETAIN_MONTHS = 102 * 12 }; /* business days of event times */

struct retention {
    struct database *database;
    bool dry_run; /* deletes nothing */
    void (*progress)(enum retain_kind kind, unsigned long long seen, unsigned long long gone);
    void (*waits)(const char *why);

    /* What was found: */
    char kept_from[11]; /* the first day that is kept, "2025-11-01" */
    unsigned long long gone[RETAIN_KINDS]
                           [RETAIN_MONTHS]; /* by month of the last event, from RETAIN_YEAR on */
};

/* Keeps the running month and so many before it. ERROR_STOP: something must be done first; the server's message
 * says what. */
MUST_CHECK bool retain(struct retention *retention, const char *months, struct error *error);

#endif
