/* web.c - see the header. */
#include "web/web.h"

#include "base/exit_status.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/secret.h"
#include "base/time.h"
#include "http/server.h"
#include "service/metrics_server.h"
#include "service/notify.h"
#include "service/reload.h"
#include "service/waiter.h"
#include "web/counted.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

enum { IDLE_MS = 1000, LEAVE_MS = 5000, SECRET_BYTES = 32, SECRET_LEAST = 16 };

struct web {
    const struct web_job *job;
    struct waiter *waiter;
    struct http_server *server;
    struct counted counted;
    struct metrics_server *metrics;
    struct site site;
    struct persons persons;
    struct buffer secret, payload;
    struct reload reload;
    char now[TIME_TEXT_SIZE];
    struct postgres_options database;
    bool ready, stopping;
    int64_t leave_ms; /* stopping: not later than this */
    int64_t watchdog_ms, alive_ms;
};

/* ---- options ---- */

static bool web_is_local(const struct config *config)
{
    return strncmp(config->web_listen, "unix:", 5) == 0;
}

static bool web_check_none(const struct config *config, struct error *error)
{
    if (config->web_login == NULL || !login_is_possible(config->web_login))
        return error_set(error, ERROR_STOP, "web.auth is none: web.login must say as which login");
    if (web_is_local(config) || config->web_origin != NULL)
        return error_set(error, ERROR_STOP,
                         "web.auth is none: it is for this machine alone, so web.listen must be a "
                         "port, and web.origin not set");
    return true;
}

bool web_check(const struct config *config, struct error *error)
{
    struct error cause;

    if (!http_listen_check(config->web_listen, &cause))
        return error_set(error, ERROR_STOP, "web.listen is \"%s\": %s", config->web_listen,
                         cause.text);
    if (config->web_auth == WEB_AUTH_NONE)
        return web_check_none(config, error);
    if (config->web_auth == WEB_AUTH_PROXY && !web_is_local(config))
        return error_set(error, ERROR_STOP,
                         "web.auth is proxy: web.listen must be a unix socket, for who can reach "
                         "the port could say to be anybody");
    if (config->web_origin != NULL && !web_is_local(config))
        return error_set(error, ERROR_STOP,
                         "web.origin is set: web.listen must be a unix socket, such as "
                         "unix:/run/meritd-web/web.sock, for by a port all who come through the "
                         "proxy would have one address");
    return true;
}

static bool web_read_secret(struct web *web, struct error *error)
{
    const char *name = web->job->config->web_secret_file;
    unsigned char *room = NULL;

    buffer_init_secret(&web->secret);
    if (name == NULL) {
        room = buffer_reserve(&web->secret, SECRET_BYTES);
        if (room == NULL || getrandom(room, SECRET_BYTES, 0) != SECRET_BYTES)
            return error_set(error, ERROR_STOP, "the system gives no random bytes");
        web->secret.length = SECRET_BYTES;
    } else if (!secret_read(name, &web->secret, error)) {
        return false;
    } else if (web->secret.length <= SECRET_LEAST) {
        return error_set(error, ERROR_STOP, "web.secret_file: it must hold at least %d bytes",
                         SECRET_LEAST);
    }
    web->persons.secret = (struct text){(const char *)web->secret.bytes, web->secret.length};
    return true;
}

/* ---- from begin to end ---- */

static void web_on_stop(int number, void *context)
{
    struct web *web = context;

    if (web->stopping) {
        log_error("web", "told twice to stop (signal %d): leaving at once", number);
        _exit(EXIT_STATUS_FAILED);
    }
    log_info("web", "told to stop (signal %d)", number);
    notify_stopping();
    web->stopping = true;
    web->leave_ms = clock_monotonic_ms() + LEAVE_MS;
    http_server_close(web->server);
    events_end(web->site.events);
}

static void web_on_reload(int number, void *context)
{
    struct web *web = context;

    (void)number;
    notify_reloading(clock_monotonic_ms());
    (void)reload_now(&web->reload);
    notify_ready();
}

static bool web_make_readers(struct web *web, struct error *error)
{
    const struct web_job *job = web->job;
    const struct config *config = job->config;
    bool fixed = job->present_ms != TIME_NONE;

    if (fixed)
        time_format(job->present_ms, web->now);
    web->database = *job->database;
    if (config->web_conninfo != NULL)
        web->database.conninfo = config->web_conninfo;
    web->site.readers = readers_new(
        &(struct readers_options){
            .database = &web->database,
            .count = (size_t)config->web_database_connections,
            .timeout_ms = (unsigned)config->web_timeout_ms,
            .now = fixed ? web->now : NULL,
            .channel = "merit_settled",
        },
        error);
    return web->site.readers != NULL;
}

static bool web_make_site(struct web *web, struct error *error)
{
    const struct config *config = web->job->config;
    const char *checked_at = config->web_sign_in_conninfo;

    web->persons.auth = (enum web_auth)config->web_auth;
    web->persons.origin = config->web_origin;
    web->persons.header = config->web_proxy_header;
    web->persons.login = config->web_login;
    web->persons.session_s = config->web_session_hours * 3600;
    web->persons.local = web_is_local(config);
    web->persons.listen = config->web_listen;
    web->site.persons = &web->persons;
    web->site.find_file = web->job->find_file;
    if (!web_read_secret(web, error) || !web_make_readers(web, error))
        return false;
    web->site.pages = pages_new(web->site.readers);
    /* streams never go by themselves: some room is left for who only asks */
    web->site.events = events_new((size_t)config->web_connections * 3 / 4, web->site.readers);
    web->site.sign_in = sign_in_new(web->site.readers, &web->persons,
                                    checked_at != NULL ? checked_at : web->database.conninfo);
    if (web->site.pages == NULL || web->site.events == NULL || web->site.sign_in == NULL)
        return error_memory(error);
    return true;
}

static bool web_make_server(struct web *web, struct error *error)
{
    web->waiter = waiter_new();
    if (web->waiter == NULL || !waiter_catch(web->waiter, SIGTERM, web_on_stop, web) ||
        !waiter_catch(web->waiter, SIGINT, web_on_stop, web) ||
        !waiter_catch(web->waiter, SIGHUP, web_on_reload, web))
        return error_set(error, ERROR_STOP, "libevent cannot be set up");
    web->server = http_server_new(
        &(struct http_options){
            .base = waiter_base(web->waiter),
            .listen = web->job->config->web_listen,
            .connections_max = (size_t)web->job->config->web_connections,
            .handle = site_handle,
            .context = &web->site,
            .answers = web->counted.answers,
        },
        error);
    return web->server != NULL;
}

static bool web_serve_metrics(struct web *web, struct error *error)
{
    const char *listen = web->job->config->web_metrics_listen;

    if (listen == NULL)
        return true;
    web->counted.version = web->job->version;
    web->counted.began_ms = clock_wall_ms();
    web->counted.site = &web->site;
    web->counted.server = web->server;
    web->metrics = metrics_server_new(web->waiter, listen, counted_write, &web->counted, error);
    return web->metrics != NULL;
}

/* Those whose questions are under way go first. */
static void web_clear(struct web *web)
{
    readers_free(web->site.readers);
    pages_free(web->site.pages);
    sign_in_free(web->site.sign_in);
    metrics_server_free(web->metrics);
    http_server_free(web->server);
    events_free(web->site.events);
    waiter_free(web->waiter);
    reload_clear(&web->reload);
    buffer_clear(&web->secret);
    buffer_clear(&web->payload);
}

/* ---- the loop ---- */

static void web_watch(struct web *web, const struct readers_fd *fds, size_t count)
{
    for (size_t i = 0; i < count; i++)
        waiter_watch(web->waiter, fds[i].fd, fds[i].wants);
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The bits of enum store_wants are those of the waiter (service/loop.c). Returns the longest time to wait, in ms. */
static int64_t web_watch_all(struct web *web)
{
    struct readers_fd readers[READERS_FDS_MAX], checks[SIGN_IN_CHECKS_MAX];
    int64_t now_ms = clock_monotonic_ms();
    int64_t deadline_ms = now_ms + IDLE_MS;

    web_watch(web, readers, readers_fds(web->site.readers, readers));
    web_watch(web, checks, sign_in_fds(web->site.sign_in, checks));
    deadline_ms = earlier(deadline_ms, readers_deadline_ms(web->site.readers));
    deadline_ms = earlier(deadline_ms, sign_in_deadline_ms(web->site.sign_in));
    deadline_ms = earlier(deadline_ms, events_deadline_ms(web->site.events));
    return deadline_ms > now_ms ? deadline_ms - now_ms : 0;
}

static void web_tell(struct web *web, int64_t now_ms)
{
    if (!web->ready && readers_are_ready(web->site.readers)) {
        web->ready = true;
        log_info("web", "connected to the database, listening on %s", web->job->config->web_listen);
        notify_ready();
    }
    if (web->watchdog_ms > 0 && now_ms >= web->alive_ms) {
        notify_alive();
        web->alive_ms = now_ms + web->watchdog_ms;
    }
}

/* False: a person must act. */
static bool web_turn(struct web *web, struct error *error)
{
    int64_t now_ms = clock_monotonic_ms();

    if (!readers_turn(web->site.readers, now_ms, error))
        return false;
    while (readers_take_notification(web->site.readers, &web->payload)) {
        pages_renew(web->site.pages);
        events_settled(web->site.events,
                       web->payload.failed ? "" : (const char *)web->payload.bytes);
    }
    pages_turn(web->site.pages, now_ms);
    sign_in_turn(web->site.sign_in, now_ms);
    events_turn(web->site.events, &web->persons, clock_wall_ms() / 1000, now_ms);
    web_tell(web, now_ms);
    return true;
}

static bool web_has_ended(const struct web *web)
{
    return web->stopping &&
           (http_server_busy(web->server) == 0 || clock_monotonic_ms() >= web->leave_ms);
}

int web_run(const struct web_job *job)
{
    struct web *web = memory_alloc_or_die(sizeof *web);
    struct error error;
    int status = EXIT_STATUS_FAILED;

    *web = (struct web){.job = job, .watchdog_ms = notify_watchdog_ms()};
    buffer_init(&web->payload);
    reload_init(&web->reload, job->config, job->config_path);
    bool good = web_make_site(web, &error) && web_make_server(web, &error) &&
                web_serve_metrics(web, &error);
    while (good && !web_has_ended(web)) {
        good = web_turn(web, &error);
        if (good)
            waiter_wait(web->waiter, web_watch_all(web));
    }
    if (good) {
        log_info("web", "stopped");
        status = EXIT_STATUS_DONE;
    } else {
        log_error("web", "stopped: %s", error.text);
    }
    web_clear(web);
    memory_free(web);
    return status;
}
