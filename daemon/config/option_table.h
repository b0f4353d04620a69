/*
 * option_table.h - every option, once: name, type, range, default, meaning.
 *
 * The reader of files and environment, --print-config, the check of config/meritd.json and reloading all
 * read this table. Members of struct config are found by their offsets.
 */
#ifndef MERITD_CONFIG_OPTION_TABLE_H
#define MERITD_CONFIG_OPTION_TABLE_H

#include "config/config.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum option_type {
    OPTION_TEXT,    /* const char *; NULL: not set */
    OPTION_INTEGER, /* int64_t */
    OPTION_CHOICE,  /* int64_t: index of the word in `allowed` */
    OPTION_LIST,    /* struct config_list; in the environment: separated by commas */
    OPTION_PAIRS,   /* struct config_pairs; in the environment: name=value, separated by commas */
};

struct option {
    const char *name; /* "section.member" */
    enum option_type type;
    size_t offset;              /* in struct config */
    const char *initial;        /* as the environment would give it; NULL: none */
    int64_t least, most;        /* INTEGER: the value; LIST, PAIRS: how many */
    const char *allowed;        /* CHOICE: words between single spaces */
    bool (*fits)(const char *); /* does a TEXT, or an item of a LIST, fit? NULL: every text does */
    const char *form;           /* what fits, for messages: "it must be …" */
    bool secret;                /* never shown: it may hold a password */
    bool reloadable;            /* a running daemon can change it on reload */
    const char *meaning;
};

extern const struct option option_table[];
extern const size_t option_count;

/* NULL: there is no such option. */
const struct option *option_find(const char *name);

/* "MERITD_SHOP_ZONE" of "shop.zone". */
#define OPTION_VARIABLE_SIZE 64
const char *option_variable(const struct option *option, char out[OPTION_VARIABLE_SIZE]);

/* Is an environment variable ours ("MERITD_…")? Ours must belong to an option; MERITD_CONFIG, which names the
 * file, is not counted. */
bool option_is_ours(const char *variable, size_t length);

/* The n-th word of a choice; and the index of a word, or -1 if it is not a choice. */
struct text option_choice(const struct option *option, int64_t n);
int64_t option_choice_index(const struct option *option, const char *word);

#endif
