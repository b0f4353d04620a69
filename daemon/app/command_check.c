/*
 * command_check.c - configuration, database, scheme files. The configuration was read, and everything that
 * is wrong with it told, before any command runs: here is what needs more than reading.
 */
#include "app/client.h"
#include "app/read_file.h"
#include "decode/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SCHEME_MAX = DECODE_PAYLOAD_MAX };

struct check {
    struct client client;
    struct json *json;
    bool reached; /* the database, and it has our schema */
    bool wrong;
};

/* ---- the database ---- */

static void check_zone(struct check *check)
{
    const char *const params[] = {check->client.shop.options.zone};

    if (client_ask(&check->client, "select from pg_catalog.pg_timezone_names z where z.name = $1",
                   params, 1) != EXIT_STATUS_DONE)
        check->wrong = true;
    else if (database_rows(check->client.database) == 0) {
        fprintf(stderr, "shop.zone: %s is no time zone that the server knows\n", params[0]);
        check->wrong = true;
    }
}

/* Not to be reached is no fault of the configuration's: it is said what was not checked. */
static int check_database(struct check *check, const struct invocation *invocation)
{
    int status = client_open(&check->client, invocation);

    switch (status) {
    case EXIT_STATUS_USAGE: return status;
    case EXIT_STATUS_UNREACHABLE: printf("database: not reached, not checked\n"); break;
    case EXIT_STATUS_DONE:
        check->reached = true;
        check_zone(check);
        printf("database: reached, schema version %d, this shop's\n", shop_schema_version());
        break;
    default: check->wrong = true;
    }
    return EXIT_STATUS_DONE;
}

/* ---- schemes ---- */

static bool check_json(struct check *check, const char *path, const struct buffer *text)
{
    const struct json_value *root;
    struct reject reject;
    struct text bytes = {(const char *)text->bytes, text->length};
    enum json_result result = text->length == 0 ? JSON_OK
                                                : json_read(check->json, bytes, "", &root, &reject);

    if (text->length == 0)
        fprintf(stderr, "%s: is empty\n", path);
    else if (result == JSON_NO_MEMORY)
        fprintf(stderr, "%s: out of memory\n", path);
    else if (result == JSON_REJECT) {
        const char *at = strstr(reject.message, " at byte ");
        size_t offset = at ? strtoul(at + strlen(" at byte "), NULL, 10) : 0;
        fprintf(stderr, "%s: line %zu: %s\n", path, line_of(text, offset), reject.message);
    }
    return text->length > 0 && result == JSON_OK;
}

static bool check_document(struct check *check, const char *path, const char *text)
{
    const char *const params[] = {text};

    if (client_ask(&check->client,
                   "select c.path, c.problem from score.check($1::jsonb) c order by c.path", params,
                   1) != EXIT_STATUS_DONE)
        return false;
    for (size_t row = 0; row < database_rows(check->client.database); row++)
        fprintf(stderr, "%s: %s %s\n", path, database_value(check->client.database, row, 0),
                database_value(check->client.database, row, 1));
    return database_rows(check->client.database) == 0;
}

static void check_scheme(struct check *check, const char *path)
{
    struct buffer text;
    struct error error;
    bool right = false;

    buffer_init(&text);
    if (!read_file(path, SCHEME_MAX, &text, &error)) {
        fprintf(stderr, "%s\n", error.text);
    } else if (check_json(check, path, &text)) {
        buffer_append_u8(&text, 0);
        right = !check->reached || check_document(check, path, (const char *)text.bytes);
    }
    buffer_clear(&text);
    if (right)
        printf("scheme %s: %s\n", path,
               check->reached ? "right" : "JSON is right; the rest needs a database, not checked");
    check->wrong |= !right;
}

int command_check(const struct invocation *invocation)
{
    struct check check = {0};
    struct error error;

    printf("configuration: %s, right\n",
           invocation->config_path ? invocation->config_path : "built-in defaults and environment");
    int status = check_database(&check, invocation);
    if (status == EXIT_STATUS_DONE && check.client.shop.published_key)
        printf("warning: customers are stored under a published key: set shop.customer_key_file\n");
    check.json = json_new(&error);
    for (size_t i = 0; check.json != NULL && i < invocation->operand_count; i++)
        check_scheme(&check, invocation->operands[i]);
    json_free(check.json);
    client_close(&check.client);
    return status == EXIT_STATUS_DONE && check.wrong ? EXIT_STATUS_FAILED : status;
}
