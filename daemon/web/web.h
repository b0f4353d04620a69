/*
 * web.h - the process of `meritd web`: the server, its connections to the database, and the loop around them.
 */
#ifndef MERITD_WEB_WEB_H
#define MERITD_WEB_WEB_H

#include "config/config.h"
#include "store/postgres.h"
#include "web/site.h"

/* All lent. */
struct web_job {
    const struct config *config;
    const char *version;
    const char *config_path; /* read again on SIGHUP; NULL: there is no file */
    int64_t present_ms;      /* what is shown is as of this instant; TIME_NONE: the clock */
    const struct postgres_options *database;
    web_find_file *find_file;
};

/* Do the options of web.* go together? ERROR_STOP: no. */
MUST_CHECK bool web_check(const struct config *config, struct error *error);

/* Runs until SIGTERM or SIGINT. Returns an exit status; unless it is DONE, the log says why. */
int web_run(const struct web_job *job);

#endif
