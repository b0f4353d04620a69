/*
 * settle_up_to.h - settles what was named in the dirty list, in steps, as of the last settlement.
 */
#ifndef MERITD_UPKEEP_SETTLE_UP_TO_H
#define MERITD_UPKEEP_SETTLE_UP_TO_H

#include "store/database.h"

/* Settles the oldest rows of the dirty list, those that name some fifty things together, so that nobody waits long.
 * *left: how many rows are left up to the id mark. */
MUST_CHECK bool settle_step(struct database *database, const char *mark, long *left,
                            struct error *error);

/* Settles until nothing is left of what stands in the dirty list now; newer rows are the daemon's. */
MUST_CHECK bool settle_what_is_dirty(struct database *database, struct error *error);

#endif
