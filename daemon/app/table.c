/* table.c - see the header. */
#include "app/table.h"

#include "base/memory.h"

#include <string.h>
#include <wchar.h>

int table_read_format(const struct invocation *invocation, enum table_format *format)
{
    static const char *const names[] = {"table", "csv", "json", "text"};
    const char *given = invocation_flag(invocation, "--format");

    *format = TABLE_TEXT;
    if (given == NULL)
        return EXIT_STATUS_DONE;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], given) == 0) {
            *format = (enum table_format)(i % 3); /* text is a table, too */
            return EXIT_STATUS_DONE;
        }
    }
    return invocation_refuse(invocation, "--format is \"%s\"; it must be table, csv or json",
                             given);
}

/* ---- for people ---- */

/* The next character and its places on a terminal. What cannot be shown becomes a '?'. */
static const char *next_character(const char *text, wchar_t *character, int *places)
{
    mbstate_t state = {0};
    size_t length = mbrtowc(character, text, strlen(text), &state);

    if (length == (size_t)-1 || length == (size_t)-2 || length == 0) {
        *character = L'?';
        length = 1;
    }
    *places = wcwidth(*character);
    if (*places < 0) {
        *character = L'?';
        *places = 1;
    }
    return text + length;
}

static size_t text_places(const char *text)
{
    size_t sum = 0;
    wchar_t character;
    int places;

    while (*text != '\0') {
        text = next_character(text, &character, &places);
        sum += (size_t)places;
    }
    return sum;
}

static const char *print_character(const char *text, FILE *out)
{
    wchar_t character;
    int places;
    const char *next = next_character(text, &character, &places);

    if (character == L'?')
        putc('?', out);
    else
        fwrite(text, 1, (size_t)(next - text), out);
    return next;
}

static void print_text(const char *text, FILE *out)
{
    while (*text != '\0')
        text = print_character(text, out);
}

void table_print_text(const char *text, FILE *out)
{
    while (*text != '\0') {
        if (*text == '\n')
            putc(*text++, out);
        else
            text = print_character(text, out);
    }
    putc('\n', out);
}

static const char *shown(const struct database *database, size_t row, size_t column)
{
    const char *value = database_value(database, row, column);

    return value != NULL ? value : "-";
}

static void print_cell(const char *text, size_t width, bool right, bool last, FILE *out)
{
    size_t places = text_places(text);

    for (size_t i = places; right && i < width; i++)
        putc(' ', out);
    print_text(text, out);
    for (size_t i = places; !right && !last && i < width; i++)
        putc(' ', out);
    fputs(last ? "\n" : "  ", out);
}

void table_print(const struct database *database, FILE *out)
{
    size_t columns = database_columns(database), rows = database_rows(database);

    if (rows == 0)
        return;
    size_t *widths = memory_alloc_or_die((columns + 1) * sizeof *widths);

    for (size_t c = 0; c < columns; c++) {
        widths[c] = text_places(database_column(database, c));
        for (size_t r = 0; r < rows; r++) {
            size_t places = text_places(shown(database, r, c));
            widths[c] = places > widths[c] ? places : widths[c];
        }
    }
    for (size_t c = 0; c < columns; c++)
        print_cell(database_column(database, c), widths[c], database_is_number(database, c),
                   c + 1 == columns, out);
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++)
            print_cell(shown(database, r, c), widths[c], database_is_number(database, c),
                       c + 1 == columns, out);
    memory_free(widths);
}

/* ---- for programs ---- */

static void print_field(const char *text, bool last, FILE *out)
{
    if (text != NULL && text[strcspn(text, ",\"\r\n")] != '\0') {
        putc('"', out);
        for (; *text != '\0'; text++)
            fputs(*text == '"' ? "\"\"" : (char[]){*text, '\0'}, out);
        putc('"', out);
    } else if (text != NULL) {
        fputs(text, out);
    }
    fputs(last ? "\r\n" : ",", out);
}

void table_print_csv(const struct database *database, FILE *out)
{
    size_t columns = database_columns(database);

    for (size_t c = 0; c < columns; c++)
        print_field(database_column(database, c), c + 1 == columns, out);
    for (size_t r = 0; r < database_rows(database); r++)
        for (size_t c = 0; c < columns; c++)
            print_field(database_value(database, r, c), c + 1 == columns, out);
}
