/*
 * reload.h - reading the configuration again while running: the whole new one, or the old one stays.
 */
#ifndef MERITD_APP_RELOAD_H
#define MERITD_APP_RELOAD_H

#include "app/command.h"

struct reload {
    const struct invocation *invocation;
    struct config *newer; /* NULL: the invocation's own is in force */
};

void reload_init(struct reload *reload, const struct invocation *invocation);
void reload_clear(struct reload *reload);

/* The configuration in force, as far as a running daemon can take it over. */
const struct config *reload_config(const struct reload *reload);

/* Applies log.level; logs what needs a restart, or what is wrong. False: the old one stays. */
bool reload_now(struct reload *reload);

#endif
