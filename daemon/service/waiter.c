/* waiter.c - the only file outside daemon/http that uses libevent. */
#include "service/waiter.h"

#include "base/memory.h"

#include <event2/event.h>
#include <event2/event_struct.h>

struct waiter_signal {
    struct event *event;
    void (*caught)(int number, void *context);
    void *context;
};

struct waiter {
    struct event_base *base;
    struct event timer;
    struct event fds[WAITER_FDS_MAX];
    size_t fd_count;
    struct waiter_signal signals[WAITER_SIGNALS_MAX];
    size_t signal_count;
};

/* Nothing to do: the caller checks everything after waking. */
static void waiter_woke(evutil_socket_t fd, short events, void *context)
{
    (void)fd;
    (void)events;
    (void)context;
}

static void waiter_signalled(evutil_socket_t number, short events, void *context)
{
    const struct waiter_signal *signal = context;

    (void)events;
    signal->caught((int)number, signal->context);
}

struct waiter *waiter_new(void)
{
    struct waiter *waiter = memory_alloc_or_die(sizeof *waiter);

    *waiter = (struct waiter){0};
    waiter->base = event_base_new();
    if (waiter->base == NULL ||
        evtimer_assign(&waiter->timer, waiter->base, waiter_woke, NULL) != 0) {
        waiter_free(waiter);
        return NULL;
    }
    return waiter;
}

void waiter_free(struct waiter *waiter)
{
    if (waiter == NULL)
        return;
    for (size_t i = 0; i < waiter->signal_count; i++)
        event_free(waiter->signals[i].event);
    if (waiter->base != NULL)
        event_base_free(waiter->base);
    memory_free(waiter);
}

struct event_base *waiter_base(struct waiter *waiter)
{
    return waiter->base;
}

bool waiter_catch(struct waiter *waiter, int number, void (*caught)(int number, void *context),
                  void *context)
{
    if (waiter->signal_count == WAITER_SIGNALS_MAX)
        return false;
    struct waiter_signal *signal = &waiter->signals[waiter->signal_count];
    *signal = (struct waiter_signal){NULL, caught, context};
    signal->event = evsignal_new(waiter->base, number, waiter_signalled, signal);
    if (signal->event == NULL)
        return false;
    waiter->signal_count++;
    return event_add(signal->event, NULL) == 0;
}

void waiter_watch(struct waiter *waiter, int fd, unsigned events)
{
    short wanted = (short)((events & WAITER_READ ? EV_READ : 0) |
                           (events & WAITER_WRITE ? EV_WRITE : 0));
    struct event *event = &waiter->fds[waiter->fd_count];

    if (fd < 0 || wanted == 0 || waiter->fd_count == WAITER_FDS_MAX ||
        event_assign(event, waiter->base, fd, wanted, waiter_woke, NULL) != 0)
        return;
    if (event_add(event, NULL) == 0)
        waiter->fd_count++;
}

void waiter_wait(struct waiter *waiter, int64_t ms)
{
    if (ms > 0) {
        struct timeval timeout = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};
        evtimer_add(&waiter->timer, &timeout);
        event_base_loop(waiter->base, EVLOOP_ONCE);
        evtimer_del(&waiter->timer);
    } else {
        event_base_loop(waiter->base, EVLOOP_NONBLOCK);
    }
    for (; waiter->fd_count > 0; waiter->fd_count--)
        event_del(&waiter->fds[waiter->fd_count - 1]);
}
