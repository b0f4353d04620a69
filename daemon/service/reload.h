/*
 * reload.h - reading the configuration again while running: the whole new one, or the old one stays.
 */
#ifndef MERITD_SERVICE_RELOAD_H
#define MERITD_SERVICE_RELOAD_H

#include "config/config.h"

struct reload {
    const struct config *first; /* what the process began with */
    const char *path;           /* of the file that is read again; NULL: there is none */
    struct config *newer;       /* NULL: the first is in force */
};

/* Lends both. */
void reload_init(struct reload *reload, const struct config *first, const char *path);
void reload_clear(struct reload *reload);

/* The configuration in force, as far as a running daemon can take it over. */
const struct config *reload_config(const struct reload *reload);

/* Applies log.level; logs what needs a restart, or what is wrong. False: the old one stays. */
bool reload_now(struct reload *reload);

#endif
