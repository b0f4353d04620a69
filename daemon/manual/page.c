/* page.c - writes meritd(1) and meritd.json(5) as man pages. */
#include "client/embedded.h"
#include "commands/arguments.h"
#include "commands/command_table.h"
#include "config/option_table.h"
#include "manual/manual.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Escapes characters that roff would take for a command, or print as typographic ones that nobody can type. */
static const char *const escapes[128] = {
    ['\\'] = "\\e",  ['-'] = "\\-",   ['"'] = "\\(dq", ['\''] = "\\(aq",
    ['`'] = "\\(ga", ['^'] = "\\(ha", ['~'] = "\\(ti",
};

static void print_bytes(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '.' && (i == 0 || text[i - 1] == '\n'))
            fputs("\\&", stdout);
        if (byte < 128 && escapes[byte] != NULL)
            fputs(escapes[byte], stdout);
        else
            putchar(byte);
    }
}

static void print_text(const char *text)
{
    print_bytes(text, strlen(text));
}

static void print_line(const char *text)
{
    print_text(text);
    putchar('\n');
}

static void print_in(char font, const char *text)
{
    printf("\\f%c", font);
    print_text(text);
    fputs("\\fR", stdout);
}

static void print_head(const char *title, const char *section, const char *name,
                       const char *purpose)
{
    printf(".TH %s %s \"\" \"meritd %s\" \"meritd\"\n.nh\n.SH NAME\n", title, section,
           MERITD_VERSION);
    print_text(name);
    fputs(" \\- ", stdout);
    print_line(purpose);
}

/* ---- meritd(1) ---- */

static void print_option(const struct manual_option *option)
{
    fputs(".TP\n", stdout);
    print_in('B', option->name);
    if (option->argument != NULL) {
        putchar(' ');
        print_in('I', option->argument);
    }
    puts(option->required ? " (required)" : "");
    print_line(option->meaning);
}

static void print_options_from(const struct command *command, size_t i, size_t end)
{
    struct manual_option option;

    for (; i < end && manual_option(command, i, &option); i++)
        print_option(&option);
}

static void print_command(const struct command *command)
{
    printf(".SS ");
    print_line(command->name);
    print_in('B', "meritd ");
    print_in('B', command->name);
    fputs(" [\\fIOPTION\\fR…] ", stdout);
    print_line(command->operands);
    fputs(".PP\n", stdout);
    print_line(command->summary);
    if (command->details != NULL) {
        fputs(".PP\n", stdout);
        print_text(command->details);
    }
    if (command->roles != NULL) {
        fputs(".PP\nRoles: ", stdout);
        print_text(command->roles);
        puts(".");
    }
    print_options_from(command, 0, command->main != NULL ? SIZE_MAX : command->option_count);
}

static void print_words(void)
{
    for (size_t i = 0; i < arguments_word_count; i++) {
        fputs(".TP\n", stdout);
        print_in('B', arguments_words[i].usage);
        putchar('\n');
        print_line(arguments_words[i].summary);
    }
}

void manual_page_of_commands(void)
{
    print_head("MERITD", "1", "meritd", arguments_purpose);
    puts(".SH SYNOPSIS\n\\fBmeritd\\fR [\\fIOPTION\\fR…] \\fICOMMAND\\fR [\\fIOPTION\\fR…]\n"
         ".SH COMMANDS");
    for (size_t i = 0; i < command_count; i++)
        print_command(command_table[i]);
    puts(".SS Others");
    print_words();
    puts(".SH OPTIONS\nOf every command but generate:");
    print_options_from(NULL, 0, SIZE_MAX);
    puts(".SH ENVIRONMENT");
    print_text(arguments_environment);
    puts(".SH EXIT STATUS");
    print_text(arguments_statuses);
    fputs(".SH FILES\n.TP\n", stdout);
    print_in('B', ARGUMENTS_DEFAULT_CONFIG);
    puts("\nthe configuration: \\fBmeritd.json\\fR(5)\n"
         ".SH SEE ALSO\n\\fBmeritd.json\\fR(5), \\fBsystemctl\\fR(1), \\fBpsql\\fR(1)");
}

/* ---- meritd.json(5) ---- */

static void print_choices(const char *words)
{
    for (; *words != '\0'; words++)
        fputs(*words == ' ' ? ", " : (char[]){*words, '\0'}, stdout);
}

static void print_kind(const struct option *option)
{
    switch (option->type) {
    case OPTION_TEXT: print_text(option->form != NULL ? option->form : "a text"); break;
    case OPTION_INTEGER:
        printf("a whole number, %" PRId64 " to %" PRId64, option->least, option->most);
        break;
    case OPTION_CHOICE:
        fputs("one of ", stdout);
        print_choices(option->allowed);
        break;
    case OPTION_LIST: printf("a list, %" PRId64 " items at most", option->most); break;
    case OPTION_PAIRS: printf("an object, %" PRId64 " members at most", option->most); break;
    }
}

static void print_setting(const struct option *option)
{
    char variable[OPTION_VARIABLE_SIZE];

    fputs(".TP\n", stdout);
    print_in('B', option->name);
    putchar('\n');
    print_line(option->meaning);
    fputs(".br\nIt is ", stdout);
    print_kind(option);
    fputs(option->initial != NULL ? "; default " : "; not set by default", stdout);
    print_text(option->initial != NULL ? option->initial : "");
    fputs("; ", stdout);
    print_text(option_variable(option, variable));
    puts(option->reloadable ? "; a daemon takes it over when it is reloaded." : ".");
}

static void print_example(void)
{
    puts(".SH EXAMPLE\nEvery option at its default:\n.PP\n.nf");
    for (size_t i = 0; i < embedded_count; i++)
        if (strcmp(embedded_files[i].name, "meritd.json") == 0)
            print_bytes(embedded_files[i].bytes, embedded_files[i].length);
    puts(".fi");
}

void manual_page_of_config(void)
{
    print_head("MERITD.JSON", "5", "meritd.json", "the configuration of meritd");
    puts(".SH DESCRIPTION\n"
         "JSON with // comments, an object for each section. An option that is left out, or null, "
         "has its\n"
         "default. Each can be set by the environment as well, which wins: the variable stands "
         "below each.\n"
         "There lists are separated by commas, and an object is name=value, separated by commas.\n"
         "\\fBmeritd \\-\\-print\\-config\\fR shows what is in force and where each value comes "
         "from,\n"
         "\\fBmeritd check\\fR what is wrong.\n"
         ".SH OPTIONS");
    for (size_t i = 0; i < option_count; i++)
        print_setting(&option_table[i]);
    print_example();
    puts(".SH SEE ALSO\n\\fBmeritd\\fR(1)");
}
