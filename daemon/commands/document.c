/* document.c - see the header. */
#include "commands/document.h"

#include "base/exit_status.h"
#include "base/memory.h"
#include "base/terminal.h"
#include "config/read_file.h"
#include "json/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int document_read(struct client *client, const char *path,
                  int (*use)(struct client *client, const struct document *document))
{
    struct document document = {.path = path};
    struct buffer text;
    struct error error;
    struct json *json = json_new(&error);
    int status = EXIT_STATUS_FAILED;

    buffer_init(&text);
    if (json != NULL && read_json_file(path, json, &text, &document.root, &error)) {
        document.text = (const char *)text.bytes;
        status = use(client, &document);
    } else {
        table_print_text(error.text, stderr);
    }
    buffer_clear(&text);
    json_free(json);
    return status;
}

/* ---- what is wrong ---- */

struct finding {
    struct json_place place;
    size_t row;
};

static int compare_findings(const void *a, const void *b)
{
    const struct finding *first = a, *second = b;

    if (first->place.line != second->place.line)
        return first->place.line < second->place.line ? -1 : 1;
    if (first->place.column != second->place.column)
        return first->place.column < second->place.column ? -1 : 1;
    return first->row < second->row ? -1 : 1;
}

static bool is_warning(const struct database *answer, size_t row)
{
    return *database_value(answer, row, 2) == 't';
}

static void print_finding(const struct database *answer, const struct document *document,
                          const struct finding *finding)
{
    fprintf(stderr, "%s: line %zu, column %zu: %s", document->path, finding->place.line,
            finding->place.column, is_warning(answer, finding->row) ? "warning: " : "");
    terminal_print(database_value(answer, finding->row, 0), NULL, stderr);
    putc(' ', stderr);
    table_print_text(database_value(answer, finding->row, 1), stderr);
}

/* Prints the last answer in the order of the text. */
static int print_findings(struct client *client, const struct document *document)
{
    const struct database *answer = client->database;
    const struct text text = text_of(document->text);
    size_t rows = database_rows(answer);
    struct finding *findings = memory_alloc((rows + 1) * sizeof *findings);
    int status = EXIT_STATUS_DONE;

    if (findings == NULL) {
        fprintf(stderr, "%s: out of memory\n", document->path);
        return EXIT_STATUS_FAILED;
    }
    for (size_t row = 0; row < rows; row++) {
        const char *path = database_value(answer, row, 0);
        findings[row] = (struct finding){json_place_of_path(text, document->root, path), row};
    }
    qsort(findings, rows, sizeof *findings, compare_findings);
    for (size_t i = 0; i < rows; i++) {
        print_finding(answer, document, &findings[i]);
        if (!is_warning(answer, findings[i].row))
            status = EXIT_STATUS_FAILED;
    }
    memory_free(findings);
    return status;
}

int document_check(struct client *client, const struct document *document, const char *sql)
{
    const char *const params[] = {document->text};
    int status = client_ask(client, sql, params, 1);

    return status == EXIT_STATUS_DONE ? print_findings(client, document) : status;
}

int documents_check(struct client *client,
                    int (*check)(struct client *client, const struct document *document))
{
    const struct invocation *invocation = client->invocation;
    int status = EXIT_STATUS_DONE;

    for (size_t i = 0; i < invocation->operand_count; i++) {
        const char *path = invocation->operands[i];
        int checked = document_read(client, path, check);
        if (checked == EXIT_STATUS_DONE)
            printf("%s: right\n", path);
        else
            status = checked;
    }
    return status;
}
