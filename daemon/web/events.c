/* events.c - see the header. */
#include "web/events.h"

#include "base/memory.h"
#include "base/time.h"

#include <stdio.h>
#include <string.h>

enum {
    LOOK_MS = 1000, /* whether sessions have ended */
    CHECKS_MAX = 4, /* logins that the database is asked about at once */
};

struct listener {
    struct listener *next, **at; /* at: where the pointer to it stands */
    struct events *events;
    struct http_stream *stream;
    struct cookie person;
    int64_t checked_ms;
};

struct check {
    struct events *events;
    bool asked;
    char login[LOGIN_SIZE];
};

struct events {
    struct listener *first;
    struct readers *readers;
    struct check checks[CHECKS_MAX];
    size_t count, most;
    bool due; /* there is something to tell */
    char as_of[40];
    int64_t told_ms, beat_ms, looked_ms;
};

struct events *events_new(size_t most, struct readers *readers)
{
    struct events *events = memory_alloc(sizeof *events);

    if (events != NULL)
        *events = (struct events){.most = most, .readers = readers, .told_ms = -EVENTS_EVERY_MS};
    return events;
}

static void listener_free(struct listener *listener)
{
    *listener->at = listener->next;
    if (listener->next != NULL)
        listener->next->at = listener->at;
    listener->events->count--;
    memory_free(listener);
}

void events_free(struct events *events)
{
    if (events == NULL)
        return;
    while (events->first != NULL)
        listener_free(events->first);
    memory_free(events);
}

/* ---- listeners ---- */

static void listener_left(void *context)
{
    listener_free(context);
}

static void events_add(struct events *events, struct listener *listener)
{
    listener->events = events;
    listener->next = events->first;
    listener->at = &events->first;
    if (listener->next != NULL)
        listener->next->at = &listener->next;
    events->first = listener;
    events->count++;
}

void events_listen(struct events *events, struct http_request *request, const struct cookie *person)
{
    struct listener *listener = NULL;

    if (events->count >= events->most) {
        http_answer_problem(request, 503, "busy", "too many pages listen already");
        return;
    }
    if (http_request_method(request) != HTTP_HEAD)
        listener = memory_alloc(sizeof *listener);
    if (listener == NULL) {
        http_answer_problem(request, 503, "unavailable", "no room for another listener");
        return;
    }
    *listener = (struct listener){.person = *person, .checked_ms = clock_monotonic_ms()};
    listener->stream = http_stream_begin(request, "text/event-stream", listener_left, listener);
    if (listener->stream == NULL) {
        memory_free(listener);
        return;
    }
    events_add(events, listener);
    (void)http_stream_send(listener->stream, "retry: 3000\n\n", 13);
}

static void listener_end(struct listener *listener)
{
    http_stream_end(listener->stream);
    listener_free(listener);
}

void events_end(struct events *events)
{
    while (events->first != NULL)
        listener_end(events->first);
}

/* ---- what is told ---- */

void events_settled(struct events *events, const char *as_of)
{
    size_t length = strspn(as_of, "0123456789-+:.TZ ");

    events->due = true;
    snprintf(events->as_of, sizeof events->as_of, "%s", as_of[length] == '\0' ? as_of : "");
}

/* A listener that takes too slowly is told so by its stream, in a later turn of the loop. */
static void events_send(const struct events *events, const char *text)
{
    for (struct listener *l = events->first; l != NULL; l = l->next)
        (void)http_stream_send(l->stream, text, strlen(text));
}

static void events_end_sessions(const struct events *events, const struct persons *persons,
                                int64_t now_s)
{
    struct listener *listener = events->first;

    while (listener != NULL) {
        struct listener *next = listener->next;
        const struct cookie *person = &listener->person;
        if (now_s >= person->ends_s || (person->number != 0 && person_has_left(persons, person)))
            listener_end(listener);
        listener = next;
    }
}

/* ---- whether logins may still be used ---- */

static void check_answered(const struct readers_answer *answer, void *context)
{
    struct check *check = context;
    struct listener *listener = check->events->first;

    check->asked = false;
    while (listener != NULL) {
        struct listener *next = listener->next;
        if (answer->outcome == READERS_NO_PERSON &&
            strcmp(listener->person.login, check->login) == 0)
            listener_end(listener);
        listener = next;
    }
}

static void check_begin(struct check *check, const char *login, int64_t now_ms)
{
    const struct readers_question question = {.login = check->login,
                                              .sql = "select current_user::text"};

    snprintf(check->login, sizeof check->login, "%s", login);
    for (struct listener *l = check->events->first; l != NULL; l = l->next)
        if (strcmp(l->person.login, login) == 0)
            l->checked_ms = now_ms;
    check->asked = readers_ask(check->events->readers, &question, check_answered, check, now_ms);
}

/* Those whose check is longest ago, a few at once: one question for all streams of a login. */
static void events_check(struct events *events, int64_t now_ms)
{
    for (size_t i = 0; i < CHECKS_MAX; i++) {
        struct check *check = &events->checks[i];
        struct listener *oldest = events->first;
        for (struct listener *l = events->first; l != NULL; l = l->next)
            if (l->checked_ms < oldest->checked_ms)
                oldest = l;
        if (oldest == NULL || now_ms - oldest->checked_ms < EVENTS_CHECK_MS)
            return;
        check->events = events;
        if (!check->asked)
            check_begin(check, oldest->person.login, now_ms);
    }
}

/* ---- turns ---- */

static void events_tell(struct events *events, int64_t now_ms)
{
    char text[120];

    if (*events->as_of != '\0')
        snprintf(text, sizeof text, "event: settled\ndata: {\"as_of\": \"%s\"}\n\n", events->as_of);
    else
        snprintf(text, sizeof text, "event: settled\ndata: {\"as_of\": null}\n\n");
    events_send(events, text);
    events->due = false;
    events->told_ms = now_ms;
}

/* When pages may be told again. */
static int64_t events_next_ms(const struct events *events)
{
    bool behind = readers_waiting(events->readers) > 0;

    return events->told_ms + (behind ? EVENTS_LATE_MS : EVENTS_EVERY_MS);
}

void events_turn(struct events *events, const struct persons *persons, int64_t now_s,
                 int64_t now_ms)
{
    if (now_ms - events->looked_ms >= LOOK_MS) {
        events_end_sessions(events, persons, now_s);
        events_check(events, now_ms);
        events->looked_ms = now_ms;
    }
    if (events->due && now_ms >= events_next_ms(events))
        events_tell(events, now_ms);
    if (now_ms - events->beat_ms >= EVENTS_BEAT_MS) {
        events_send(events, ": all is well\n\n");
        events->beat_ms = now_ms;
    }
}

int64_t events_deadline_ms(const struct events *events)
{
    int64_t beat_ms = events->beat_ms + EVENTS_BEAT_MS;
    int64_t tell_ms = events->due ? events_next_ms(events) : INT64_MAX;

    if (events->count == 0)
        return tell_ms;
    return tell_ms < beat_ms ? tell_ms : beat_ms;
}

size_t events_count(const struct events *events)
{
    return events->count;
}
