/*
 * reload.h - reads the configuration again while running: takes all of the new one, or keeps the old one.
 */
#ifndef MERITD_SERVICE_RELOAD_H
#define MERITD_SERVICE_RELOAD_H

#include "config/config.h"

struct reload {
    const struct config *first; /* of the start of the process */
    const char *path;           /* of the file to read again; NULL: none */
    struct config *newer;       /* NULL: `first` is in force */
};

/* Lends both. */
void reload_init(struct reload *reload, const struct config *first, const char *path);
void reload_clear(struct reload *reload);

/* The configuration in force. Use it only for options that can change while running. */
const struct config *reload_config(const struct reload *reload);

/* Reads the file, applies log.level, and logs which options need a restart, or what is wrong. False: the old
 * configuration stays. */
bool reload_now(struct reload *reload);

#endif
