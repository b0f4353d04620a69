/*
 * events.h - open pages that are told of each settlement, by server-sent events.
 */
#ifndef MERITD_WEB_EVENTS_H
#define MERITD_WEB_EVENTS_H

#include "http/server.h"
#include "store/readers.h"
#include "web/person.h"

/* CHECK: whether a login may still be used here, which a stream does not notice by itself. */
enum {
    EVENTS_EVERY_MS = 2000,
    EVENTS_LATE_MS = 10000,
    EVENTS_BEAT_MS = 15000,
    EVENTS_CHECK_MS = 5000
};

struct events;

/* most: listeners at once; more are answered that there is no room. Lends the readers. NULL: out of memory. Free the
 * readers before. */
MUST_CHECK struct events *events_new(size_t most, struct readers *readers);
/* The server's streams end with the server: free it before. NULL does nothing. */
void events_free(struct events *events);
/* Ends all streams. */
void events_end(struct events *events);

/* The request becomes a listener, until it leaves, its person's session ends, or the login may not be used here any more. */
void events_listen(struct events *events, struct http_request *request,
                   const struct cookie *person);
/* Something was settled as of an instant (text; anything else is not told on). They hear of it in the next turn, or a
 * little later: EVENTS_EVERY_MS apart at least, and while questions wait for a connection, EVENTS_LATE_MS: whoever hears
 * of it asks. */
void events_settled(struct events *events, const char *as_of);
/* Tells what is to be told, now and then that all is well, and ends what is over. */
void events_turn(struct events *events, const struct persons *persons, int64_t now_s,
                 int64_t now_ms);
int64_t events_deadline_ms(const struct events *events);
size_t events_count(const struct events *events);

#endif
