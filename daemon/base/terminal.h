/*
 * terminal.h - texts on a terminal: how many places they take, and where their lines end.
 *
 *     for (const char *line = text; *line != '\0'; line = next)
 *         terminal_print(line, terminal_line(line, width, &next), out), putc('\n', out);
 *
 * A Chinese character takes two places. What a terminal must not be sent becomes a '?'.
 */
#ifndef MERITD_BASE_TERMINAL_H
#define MERITD_BASE_TERMINAL_H

#include <stddef.h>
#include <stdio.h>

/* Places on a line; SIZE_MAX when it is no terminal. $COLUMNS, if set, wins over what the terminal says. */
size_t terminal_width(FILE *out);

/* Places of the text up to its end (NULL: of all of it). */
size_t terminal_places(const char *text, const char *end);

/*
 * The end of what stands on one line of so many places; *next: where the following line begins. A line ends at
 * a blank, or beside a character of two places; a word that is longer than a line is broken. At least one
 * character of a text that has any.
 */
const char *terminal_line(const char *text, size_t width, const char **next);

/* Places of the longest piece of the text in which no line ends. */
size_t terminal_longest(const char *text);

/* Prints the text up to its end (NULL: all of it). */
void terminal_print(const char *text, const char *end, FILE *out);

#endif
