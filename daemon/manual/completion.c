/* completion.c - completion for bash and zsh. */
#include "commands/arguments.h"
#include "commands/command_table.h"
#include "manual/manual.h"

#include <stdio.h>
#include <string.h>

/* ---- bash ---- */

static void print_names(void)
{
    for (size_t i = 0; i < command_count; i++)
        printf("%s ", command_table[i]->name);
    for (size_t i = 0; i < arguments_word_count; i++)
        printf("%s ", arguments_words[i].name);
}

static void print_actions(const struct command *command)
{
    for (size_t i = 0; command != NULL && i < command->action_count; i++)
        if (command->actions[i].word != NULL)
            printf("%s ", command->actions[i].word);
}

static void print_options(const struct command *command, bool all)
{
    struct manual_option option;

    for (size_t i = 0; manual_option(command, i, &option); i++)
        if (all || option.argument != NULL)
            printf("%s ", option.name);
}

/* An arm of `case $command`. */
static void bash_command(const struct command *command)
{
    printf("    '%s')\n        words='", command != NULL ? command->name : "");
    if (command == NULL)
        print_names();
    print_actions(command);
    fputs("'\n        options='", stdout);
    print_options(command, true);
    fputs("'\n        takes='", stdout);
    print_options(command, false);
    puts("' ;;");
}

static void bash_choices(const struct command *command)
{
    struct manual_option option;

    for (size_t i = 0; manual_option(command, i, &option); i++)
        if (option.choices != NULL)
            printf("    %s:%s) words='%s' takes= ;;\n", command->name, option.name, option.choices);
}

void manual_bash(void)
{
    puts("# bash completion for meritd, made from its tables of commands and options.\n"
         "_meritd()\n"
         "{\n"
         "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
         "    local command='' words='' options='' takes='' i");
    fputs("    local commands=' ", stdout);
    print_names();
    puts("'\n"
         "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "        [[ -n $command || $commands != *\" ${COMP_WORDS[i]} \"* ]] ||\n"
         "            command=${COMP_WORDS[i]}\n"
         "    done\n"
         "    case $command in");
    bash_command(NULL);
    for (size_t i = 0; i < command_count; i++)
        bash_command(command_table[i]);
    puts("    help) words=$commands ;;\n"
         "    esac\n"
         "    case $command:$before in");
    for (size_t i = 0; i < command_count; i++)
        bash_choices(command_table[i]);
    puts("    esac\n"
         "    [[ \" $takes\" != *\" $before \"* ]] || return 0 # -o default: a file\n"
         "    [[ $word != -* ]] || words=$options\n"
         "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
         "}\n"
         "complete -o default -F _meritd meritd");
}

/* ---- zsh ---- */

/* Prints text between single quotes, on one line; escapes the characters of `special`. */
static void zsh_text(const char *text, const char *special)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            fputs("'\\''", stdout);
        else if (*text == '\n')
            putchar(' ');
        else
            printf(strchr(special, *text) != NULL ? "\\%c" : "%c", *text);
    }
}

static void zsh_option(const struct manual_option *option)
{
    printf(" \\\n            '%s[", option->name);
    zsh_text(option->meaning, "[]\\");
    putchar(']');
    if (option->argument != NULL) {
        putchar(':');
        zsh_text(option->argument, ":\\");
        if (option->choices != NULL)
            printf(":(%s)", option->choices);
        else
            fputs(strstr(option->argument, "FILE") != NULL ? ":_files" : ": ", stdout);
    }
    putchar('\'');
}

static void zsh_options(const struct command *command)
{
    struct manual_option option;

    for (size_t i = 0; manual_option(command, i, &option); i++)
        zsh_option(&option);
}

static void zsh_command(const struct command *command)
{
    printf("        %s)\n            _arguments", command->name);
    zsh_options(command);
    if (command->action_count > 0) {
        fputs(" \\\n            '1:what:(", stdout);
        print_actions(command);
        fputs(")'", stdout);
    }
    puts(command->most > 0 ? " \\\n            '*:operand:_files' ;;" : " ;;");
}

static void zsh_description(const char *name, const char *summary)
{
    printf("            '%s:", name);
    zsh_text(summary, "\\");
    puts("'");
}

static void zsh_descriptions(void)
{
    for (size_t i = 0; i < command_count; i++)
        zsh_description(command_table[i]->name, command_table[i]->summary);
    for (size_t i = 0; i < arguments_word_count; i++)
        zsh_description(arguments_words[i].name, arguments_words[i].summary);
}

void manual_zsh(void)
{
    puts("#compdef meritd\n"
         "# zsh completion for meritd, made from its tables of commands and options.\n"
         "_meritd()\n"
         "{\n"
         "    local context state state_descr line\n"
         "    local -a commands=(");
    zsh_descriptions();
    fputs("    )\n    typeset -A opt_args\n    _arguments -C", stdout);
    zsh_options(NULL);
    puts(" \\\n            '1:command:->command' '*::word:->words' && return\n"
         "    case $state in\n"
         "    command) _describe command commands ;;\n"
         "    words)\n"
         "        case $words[1] in\n"
         "        help) _describe command commands ;;");
    for (size_t i = 0; i < command_count; i++)
        zsh_command(command_table[i]);
    puts("        esac ;;\n"
         "    esac\n"
         "}\n"
         "_meritd \"$@\"");
}
