/* password.c - see the header. */
#include "store/password.h"

#include "base/memory.h"
#include "store/database.h"
#include "store/store.h"

#include <libpq-fe.h>
#include <poll.h>
#include <string.h>

enum { CHECK_MS = 30000 };

struct password_check {
    PGconn *pg;
    PostgresPollingStatusType polling;
    int64_t deadline_ms;
};

/* What stands behind dbname wins over what conninfo says. */
static PGconn *password_connect(const char *conninfo, const char *login, const char *password)
{
    static const char *const keywords[] = {
        "dbname", "user", "password", "passfile", "application_name", "client_encoding", NULL};
    const char *const values[] = {conninfo != NULL ? conninfo : "",
                                  login,
                                  password,
                                  "/dev/null",
                                  "meritd web sign-in",
                                  "UTF8",
                                  NULL};

    return PQconnectStartParams(keywords, values, 1);
}

static void password_ignore_notice(void *context, const char *message)
{
    (void)context;
    (void)message;
}

struct password_check *password_check_new(const char *conninfo, const char *login,
                                          const char *password, int64_t now_ms, struct error *error)
{
    struct password_check *check = NULL;

    if (!database_conninfo_is_readable(conninfo)) {
        error_set(error, ERROR_STOP, "the connection string (not shown) cannot be read");
        return NULL;
    }
    check = memory_alloc(sizeof *check);
    if (check == NULL) {
        error_memory(error);
        return NULL;
    }
    *check = (struct password_check){.pg = password_connect(conninfo, login, password),
                                     .polling = PGRES_POLLING_WRITING,
                                     .deadline_ms = now_ms + CHECK_MS};
    if (check->pg == NULL) {
        memory_free(check);
        error_memory(error);
        return NULL;
    }
    PQsetNoticeProcessor(check->pg, password_ignore_notice, NULL);
    PQsetErrorVerbosity(check->pg, PQERRORS_SQLSTATE);
    return check;
}

void password_check_free(struct password_check *check)
{
    if (check == NULL)
        return;
    PQfinish(check->pg);
    memory_free(check);
}

/* libpq's message is several lines. Of the server's own it has the SQLSTATE alone, and so nothing that was typed. */
static enum password_answer password_unchecked(const struct password_check *check,
                                               struct error *error)
{
    const char *message = PQerrorMessage(check->pg);

    error_set(error, ERROR_RETRY, "%.*s", (int)strcspn(message, "\n"), message);
    return PASSWORD_UNCHECKED;
}

/* "…FATAL:  28000\n": of an attempt to connect libpq gives the SQLSTATE in its message alone. */
static bool password_is_refused(const struct password_check *check)
{
    const char *message = PQerrorMessage(check->pg);
    size_t length = strlen(message);

    return PQconnectionUsedPassword(check->pg) != 0 ||
           (length > 9 && strncmp(message + length - 9, ":  28", 5) == 0);
}

enum password_answer password_check_turn(struct password_check *check, int64_t now_ms,
                                         struct error *error)
{
    struct pollfd fd = {.fd = PQsocket(check->pg)};

    if (PQstatus(check->pg) == CONNECTION_BAD)
        return password_unchecked(check, error);
    for (;;) {
        fd.events = check->polling == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        if (poll(&fd, 1, 0) <= 0)
            break;
        check->polling = PQconnectPoll(check->pg);
        if (check->polling == PGRES_POLLING_OK)
            return PQconnectionUsedPassword(check->pg) != 0 ? PASSWORD_RIGHT : PASSWORD_UNASKED;
        if (check->polling == PGRES_POLLING_FAILED)
            return password_is_refused(check) ? PASSWORD_WRONG : password_unchecked(check, error);
        fd.fd = PQsocket(check->pg);
    }
    if (now_ms < check->deadline_ms)
        return PASSWORD_GOING;
    error_set(error, ERROR_RETRY, "no answer in time");
    return PASSWORD_UNCHECKED;
}

int password_check_fd(const struct password_check *check)
{
    return PQsocket(check->pg);
}

unsigned password_check_wants(const struct password_check *check)
{
    return check->polling == PGRES_POLLING_READING ? STORE_WANTS_READ : STORE_WANTS_WRITE;
}

int64_t password_check_deadline_ms(const struct password_check *check)
{
    return check->deadline_ms;
}
