/*
 * options.h - the command line of `meritd generate`, with all defaults worked out.
 */
#ifndef MERITD_GENERATE_OPTIONS_H
#define MERITD_GENERATE_OPTIONS_H

#include "generate/life.h"

enum generate_parse {
    GENERATE_PARSE_RUN,  /* *command is complete */
    GENERATE_PARSE_HELP, /* help was requested, and written to standard output */
    GENERATE_PARSE_WRONG /* one line was written to standard error: exit 2 */
};

/* All texts are static or lent by argv. */
struct generate_command {
    struct generate_options shop; /* start and end follow from --end, --days and the clock */
    uint64_t days;
    uint64_t speed;
    bool live;
    uint64_t rate; /* records per second; 0: as fast as possible */
    uint32_t duplicates_ppm;
    uint32_t bad_ppm;
    uint64_t disorder;  /* records; 0: none; GENERATE_DISORDER_ALL */
    const char *output; /* path, or "-" */
    uint64_t split;     /* files */
    const char *kafka;  /* bootstrap servers, or NULL */
    const char *kafka_options;
    const char *topic;
    uint64_t partitions;
    const char *embedded_file; /* or NULL */
    const char *group;
    bool quiet;
};

/* Reads argv[1] … and fills *command; now_ms is what "now" means. */
enum generate_parse generate_options_parse(struct generate_command *command, int argc, char **argv,
                                           int64_t now_ms);

#endif
