/*
 * terminal.h - texts on a terminal: how many columns they take, and where to break lines.
 *
 *     for (const char *line = text; *line != '\0'; line = next)
 *         terminal_print(line, terminal_line(line, width, &next), out), putc('\n', out);
 *
 * A Chinese character takes two columns. Control characters and invalid bytes are printed as '?'.
 */
#ifndef MERITD_BASE_TERMINAL_H
#define MERITD_BASE_TERMINAL_H

#include <stddef.h>
#include <stdio.h>

/* Columns of the terminal; SIZE_MAX when the output is not a terminal. $COLUMNS, if set, overrides it. */
size_t terminal_width(FILE *out);

/* Columns that the text takes up to its end (NULL: all of it). */
size_t terminal_places(const char *text, const char *end);

/*
 * Returns the end of the first line when lines have this many columns; *next: where the next line begins. A
 * line ends at a blank, or next to a character of two columns; a word longer than a line is broken. A line
 * has at least one character, unless the text is empty.
 */
const char *terminal_line(const char *text, size_t width, const char **next);

/* Columns of the longest piece that must not be broken. */
size_t terminal_longest(const char *text);

/* Prints the text up to its end (NULL: all of it). */
void terminal_print(const char *text, const char *end, FILE *out);

#endif
