/* table.c - see the header. */
#include "client/table.h"

#include "base/memory.h"
#include "base/terminal.h"

#include <string.h>

/* ---- for people ---- */

void table_print_text(const char *text, FILE *out)
{
    for (;; text++) {
        const char *end = text + strcspn(text, "\n");
        terminal_print(text, end, out);
        putc('\n', out);
        if (*end == '\0')
            return;
        text = end;
    }
}

/* To make room for other columns, no word up to this length is broken, and no short cell. */
enum { WORD_MAX = 24, SHORT = 12, GAP = 2 };

struct column {
    size_t width;
    size_t least; /* the narrowest that it may become */
    bool right;
    const char *rest; /* of the cell: the text not yet printed */
};

struct table {
    const struct database *database;
    const struct words *words;
};

static const char *heading(const struct table *table, size_t column)
{
    return words_find(table->words, "column", database_column(table->database, column));
}

static const char *shown(const struct table *table, size_t row, size_t column)
{
    const char *value = database_value(table->database, row, column);

    if (value == NULL)
        return "-";
    if (database_is_flag(table->database, column))
        return words_find(table->words, "flag", *value == 't' ? "yes" : "no");
    return words_find(table->words, database_column(table->database, column), value);
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static void column_make_room(struct column *column, const char *cell)
{
    size_t longest = terminal_longest(cell);

    column->width = larger(column->width, terminal_places(cell, NULL));
    column->least = larger(column->least, longest < WORD_MAX ? longest : WORD_MAX);
}

static void columns_measure(const struct table *table, struct column *columns, size_t count)
{
    for (size_t c = 0; c < count; c++) {
        columns[c] = (struct column){.least = SHORT,
                                     .right = database_is_number(table->database, c)};
        column_make_room(&columns[c], heading(table, c));
        for (size_t r = 0; r < database_rows(table->database); r++)
            column_make_room(&columns[c], shown(table, r, c));
        if (columns[c].right)
            columns[c].least = columns[c].width;
    }
}

/* Makes the widest columns narrower, one place at a time, until the table fits or none may become narrower. */
static void columns_fit(struct column *columns, size_t count, size_t width)
{
    size_t used = GAP * (count - 1);

    for (size_t c = 0; c < count; c++)
        used += columns[c].width;
    for (; used > width; used--) {
        struct column *widest = NULL;
        for (size_t c = 0; c < count; c++)
            if (columns[c].width > columns[c].least &&
                (widest == NULL || columns[c].width >= widest->width))
                widest = &columns[c];
        if (widest == NULL)
            return;
        widest->width--;
    }
}

static void print_blanks(size_t count, FILE *out)
{
    while (count-- > 0)
        putc(' ', out);
}

/* Prints one line of a row; false: nothing is left. Blanks are printed only before the next text, so no line
 * ends in blanks. */
static bool print_line(struct column *columns, size_t count, FILE *out)
{
    size_t blanks = 0;
    bool more = false;

    for (size_t c = 0; c < count; c++) {
        const char *cell = columns[c].rest;
        const char *end = terminal_line(cell, columns[c].width, &columns[c].rest);
        size_t places = terminal_places(cell, end);
        size_t free = columns[c].width > places ? columns[c].width - places : 0;
        if (places > 0) {
            print_blanks(blanks + (columns[c].right ? free : 0), out);
            terminal_print(cell, end, out);
            blanks = columns[c].right ? 0 : free;
        } else {
            blanks += columns[c].width;
        }
        blanks += GAP;
        more |= *columns[c].rest != '\0';
    }
    putc('\n', out);
    return more;
}

void table_print(const struct database *database, const struct words *words, FILE *out)
{
    const struct table table = {database, words};
    size_t count = database_columns(database), rows = database_rows(database);

    if (rows == 0)
        return;
    struct column *columns = memory_alloc_or_die((count + 1) * sizeof *columns);
    columns_measure(&table, columns, count);
    columns_fit(columns, count, terminal_width(out));
    for (size_t c = 0; c < count; c++)
        columns[c].rest = heading(&table, c);
    while (print_line(columns, count, out))
        continue;
    for (size_t r = 0; r < rows; r++) {
        for (size_t c = 0; c < count; c++)
            columns[c].rest = shown(&table, r, c);
        while (print_line(columns, count, out))
            continue;
    }
    memory_free(columns);
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
