/*
 * raw_options.h - the table of the options of `meritd generate`, and their values on a command line.
 *
 * The table gives every option's type, range, default and help. The reader, the range checks and --help all
 * read it; others may too.
 */
#ifndef MERITD_GENERATE_RAW_OPTIONS_H
#define MERITD_GENERATE_RAW_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum generate_option_type {
    GENERATE_OPTION_FLAG,
    GENERATE_OPTION_NUMBER, /* whole */
    GENERATE_OPTION_SHARE,  /* 0 to 1, in parts per million */
    GENERATE_OPTION_TEXT,
};

struct generate_option {
    const char *name; /* "seed" of --seed */
    char letter;      /* "q" of -q; or 0 */
    enum generate_option_type type;
    size_t at;            /* offset in struct generate_raw */
    uint64_t low, high;   /* of a number */
    const char *argument; /* its value, as help shows it; NULL: it takes none */
    const char *help;     /* a line feed begins another line */
};

extern const struct generate_option generate_option_table[];
extern const size_t generate_option_count;

#define GENERATE_UNSET UINT64_MAX
#define GENERATE_UNSET_SHARE UINT32_MAX
#define GENERATE_ANY UINT64_C(9007199254740991) /* the largest number allowed */

/* Values as given. An option that was not given has GENERATE_UNSET, GENERATE_UNSET_SHARE, 0 (flags) or NULL. */
struct generate_raw {
    uint64_t seed, agents, teams, customers, days, conversations, events, messages;
    uint64_t live, speed, rate, split, partitions, quiet, help;
    uint64_t second_accounts;
    uint32_t bots, closings, deposits, pauses, duplicates, bad;
    const char *only, *end, *cutover, *disorder, *source, *shop, *currency, *output;
    const char *kafka, *kafka_options, *topic, *embedded_file, *group;
};

/* Reads argv[1] … False: one line was written to standard error. Texts are lent by argv. */
bool generate_raw_read(int argc, char **argv, struct generate_raw *raw);
void generate_options_help(FILE *out);

/* Reads digits and nothing else, below 2^64. */
bool generate_number_parse(const char *text, uint64_t *value);

/* Prints one line on standard error, from a format with two texts; returns false. */
bool generate_complain(const char *format, const char *option, const char *value);

#endif
