/* scheme.c - scheme files: checks them, loads them as versions, lists them with the months in which they apply. */
#include "client/client.h"
#include "client/command.h"
#include "commands/document.h"
#include "commands/known.h"

#include <stdio.h>
#include <string.h>

static struct {
    char from[MONTH_TEXT_SIZE];
    enum table_format format;
} given;

static const struct command_option options[] = {
    {.name = "--from",
     .argument = "YYYY-MM",
     .meaning = "load: its first month; default: this one",
     .month = &given.from},
    {COMMON_FORMAT, .table = &given.format},
};

/* ---- a file ---- */

static int check_document(struct client *client, const struct document *document)
{
    return document_check(client, document,
                          "select c.path, c.problem, false from score.check($1::jsonb) c");
}

static int scheme_check(struct client *client)
{
    return documents_check(client, check_document);
}

/* ---- load ---- */

/* Closed months keep their versions; open months take the new one. */
static int print_reach(struct client *client, const char *scheme, const char *version)
{
    const char *const params[] = {scheme, version};
    int status = client_ask(
        client,
        "select pg_catalog.to_char(s.effective, 'YYYY-MM'),"
        "       (select pg_catalog.string_agg(pg_catalog.to_char(m, 'YYYY-MM'), ' ' order by m)"
        "          from period.months() m cross join score.in_force(m, s.period) f"
        "         where f.scheme = s.scheme and f.version = s.version"
        "           and not exists (select from period.closing c where c.month = m)),"
        "       (select pg_catalog.string_agg(pg_catalog.to_char(c.month, 'YYYY-MM'), ' ' order by"
        " c.month) from period.closing c where c.month >= s.effective and c.revision = 0),"
        "       nullif(s.period, 'month')"
        "  from score.scheme s where s.scheme = $1 and s.version = $2::integer",
        params, 2);

    if (status != EXIT_STATUS_DONE)
        return status;
    const char *open = database_value(client->database, 0, 1);
    const char *closed = database_value(client->database, 0, 2);
    const char *longer = database_value(client->database, 0, 3);
    printf("in force from %s\n", database_value(client->database, 0, 0));
    if (longer != NULL) {
        printf("it scores each %s, and no month: those are closed by a scheme of months\n", longer);
        return EXIT_STATUS_DONE;
    }
    printf("months that it scores now: %s\n", open ? open : "none yet");
    if (closed != NULL)
        printf("closed months keep what they were closed with: %s\n", closed);
    return EXIT_STATUS_DONE;
}

static int load_document(struct client *client, const struct document *document)
{
    const char *const params[] = {document->text, sql_text(given.from),
                                  client->identity.options.zone};
    int status = check_document(client, document);

    if (status == EXIT_STATUS_DONE)
        status = client_ask(
            client,
            /* Compares with the versions that existed before. */
            "with loaded as materialized (select $1::jsonb ->> 'scheme' as scheme, score.load("
            "     $1::jsonb, coalesce($2::date, (merit.now() at time zone $3)::date)) as version)"
            "select l.scheme, l.version, l.version > (select coalesce(pg_catalog.max(s.version), 0)"
            "     from score.scheme s where s.scheme = l.scheme) from loaded l",
            params, 3);
    if (status != EXIT_STATUS_DONE)
        return status;
    char scheme[200], version[16];
    snprintf(scheme, sizeof scheme, "%s", database_value(client->database, 0, 0));
    snprintf(version, sizeof version, "%s", database_value(client->database, 0, 1));
    printf("%s: %s, version %s%s\n", document->path, scheme, version,
           *database_value(client->database, 0, 2) == 't' ? "" : ": was loaded already");
    return print_reach(client, scheme, version);
}

static int scheme_load(struct client *client)
{
    return document_read(client, client->invocation->operands[0], load_document);
}

/* ---- listing ---- */

static int scheme_list(struct client *client)
{
    return client_list(
        client, given.format, "no schemes",
        "select s.scheme, s.version, pg_catalog.to_char(s.effective, 'YYYY-MM') as \"from\","
        "       exists (select from score.in_force(merit.now()::date, s.period) f"
        "                where f.scheme = s.scheme and f.version = s.version) as in_force,"
        "       (select pg_catalog.string_agg(distinct pg_catalog.to_char(c.month, 'YYYY-MM'), ' ')"
        "          from period.closing_scheme c"
        "         where c.scheme = s.scheme and c.version = s.version) as closed_months,"
        "       pg_catalog.date_trunc('second', s.loaded_at) as loaded_at, s.loaded_by,"
        "       pg_catalog.left(s.checksum, 12) as checksum"
        "  from score.scheme s order by s.scheme, s.version",
        NULL, 0);
}

/* NAME means its version in force, or else its last one; NAME@VERSION means that version. */
static int scheme_show(struct client *client)
{
    const char *asked = client->invocation->operands[0];
    const char *at = strchr(asked, '@');
    char name[200];

    snprintf(name, sizeof name, "%.*s", (int)strcspn(asked, "@"), asked);
    const char *const params[] = {name, at ? at + 1 : NULL};
    int status = client_ask(
        client,
        "select pg_catalog.jsonb_pretty(s.document) from score.scheme s"
        "  left join lateral score.in_force(merit.now()::date, s.period) f on f.scheme = s.scheme"
        " where s.scheme = $1 and s.version::text = coalesce($2, f.version::text,"
        "       (select pg_catalog.max(l.version)::text from score.scheme l where l.scheme = $1))",
        params, 2);

    if (status != EXIT_STATUS_DONE)
        return status;
    if (database_rows(client->database) == 1) {
        table_print_text(database_value(client->database, 0, 0), stdout);
        return EXIT_STATUS_DONE;
    }
    return known_name(client, asked, "scheme",
                      "select s.scheme || '@' || s.version from score.scheme s"
                      " where $1::date is null order by s.scheme, s.version",
                      NULL);
}

static const struct action actions[] = {
    {.word = "check", .operands = "FILE…", .least = 1, .most = SIZE_MAX, .run = scheme_check},
    {.word = "load",
     .operands = "FILE",
     .least = 1,
     .most = 1,
     .takes = {&given.from},
     .run = scheme_load},
    {.word = "list", .takes = {&given.format}, .run = scheme_list},
    {.word = "show", .operands = "NAME[@VERSION]", .least = 1, .most = 1, .run = scheme_show},
};

const struct command command_scheme = {
    .name = "scheme",
    .operands = "check FILE… | load FILE | list | show NAME[@VERSION]",
    .least = 1,
    .most = SIZE_MAX,
    .summary = "scoring schemes: check files, load versions, see what is in force",
    .details = "check lists all that is wrong. load adds a version, in force from --from on, and "
               "says which\n"
               "months it changes; closed ones keep theirs, and the same file again changes "
               "nothing. show\n"
               "prints the version in force.\n",
    .roles = "the database's owner (to see them meritd_close)",
    COMMAND_OPTIONS(options),
    COMMAND_ACTIONS(actions),
};
