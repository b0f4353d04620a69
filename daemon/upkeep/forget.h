/*
 * forget.h - gives a customer another pseudonym, which nobody can compute, and deletes the dead letters that name the
 * customer.
 *
 * By writes like the daemon's (sql/fact/forget.sql): it may be killed at any moment, and run beside daemons.
 * Run again it does the rest.
 */
#ifndef MERITD_UPKEEP_FORGET_H
#define MERITD_UPKEEP_FORGET_H

#include "base/hash.h"
#include "store/database.h"

/* What got another pseudonym; dead letters that were deleted. */
struct forgotten {
    unsigned long long conversations, orders, tickets, surveys, letters;
};

unsigned long long forgotten_total(const struct forgotten *forgotten);

/* id: the platform's; customer: the pseudonym that the customer key makes of it. Fails also when events of the
 * customer arrive without an end. */
MUST_CHECK bool forget_customer(struct database *database, const char *id, struct uuid customer,
                                struct forgotten *forgotten, struct error *error);

#endif
