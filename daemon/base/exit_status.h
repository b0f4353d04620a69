/*
 * exit_status.h - the program's exit statuses; all commands share them.
 */
#ifndef MERITD_BASE_EXIT_STATUS_H
#define MERITD_BASE_EXIT_STATUS_H

enum exit_status {
    EXIT_STATUS_DONE = 0,
    EXIT_STATUS_FAILED = 1,      /* differences found, refused, or failed */
    EXIT_STATUS_USAGE = 2,       /* wrong usage or configuration */
    EXIT_STATUS_UNREACHABLE = 3, /* a one-shot command could not reach PostgreSQL or Kafka */
};

#endif
