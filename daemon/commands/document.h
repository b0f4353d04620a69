/*
 * document.h - JSON documents that people write and the database judges: schemes, service hours.
 */
#ifndef MERITD_COMMANDS_DOCUMENT_H
#define MERITD_COMMANDS_DOCUMENT_H

#include "client/client.h"
#include "json/json.h"

struct document {
    const char *path;
    const char *text; /* JSON, with blanked comments */
    const struct json_value *root;
};

/* Reads the file and passes it on. Returns what use returns; a failed status, after a message, if it is no JSON. */
MUST_CHECK int document_read(struct client *client, const char *path,
                             int (*use)(struct client *client, const struct document *document));

/*
 * Asks sql for the problems of the document, $1: a row each, with its path, what would be right, and whether it is but a
 * warning. Prints them by line and column. Returns a failed status if there is any but warnings.
 */
MUST_CHECK int document_check(struct client *client, const struct document *document,
                              const char *sql);

/* check FILE…: says of each file what is wrong with it, or that it is right. */
MUST_CHECK int documents_check(struct client *client,
                               int (*check)(struct client *client,
                                            const struct document *document));

#endif
