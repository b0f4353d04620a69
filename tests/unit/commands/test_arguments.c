/* test_arguments.c - the command line: what it means, and what is refused. */
#include "base/time.h"
#include "commands/arguments.h"
#include "commands/command_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { WORDS_MAX = 16 };

/* Parses the words of a line, separated by single spaces; standard output and error go nowhere. */
static enum arguments_answer parse(const char *line, struct invocation *invocation)
{
    static char copy[400];
    static char *argv[WORDS_MAX];
    int argc = 0;

    snprintf(copy, sizeof copy, "%s", line);
    for (char *word = strtok(copy, " "); word != NULL && argc < WORDS_MAX; word = strtok(NULL, " "))
        argv[argc++] = word;
    fflush(stdout);
    fflush(stderr);
    int output = dup(STDOUT_FILENO), errors = dup(STDERR_FILENO);
    FILE *nowhere = fopen("/dev/null", "we");
    dup2(fileno(nowhere), STDOUT_FILENO);
    dup2(fileno(nowhere), STDERR_FILENO);
    enum arguments_answer answer = arguments_parse(argc, argv, invocation);
    fflush(stdout);
    dup2(output, STDOUT_FILENO);
    dup2(errors, STDERR_FILENO);
    close(output);
    close(errors);
    fclose(nowhere);
    return answer;
}

/* What an option of the command was given; NULL: it was not. */
static const char *value(const struct invocation *invocation, const char *name)
{
    for (size_t i = 0; i < invocation->command->option_count; i++)
        if (strcmp(invocation->command->options[i].name, name) == 0)
            return invocation->values[i];
    fail_msg("%s", name);
    return NULL;
}

static void flags_and_operands_stand_in_any_order(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "meritd --config f dead-letters list --reason not_json --limit=7",
        "meritd dead-letters --reason=not_json list --limit 7 --config f",
        "meritd dead-letters --limit 7 --reason not_json --config=f -- list",
    };

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct invocation invocation;
        assert_int_equal(parse(lines[i], &invocation), ARGUMENTS_RUN);
        assert_string_equal(invocation.command->name, "dead-letters");
        assert_string_equal(invocation.config_path, "f");
        assert_int_equal(invocation.operand_count, 1);
        assert_string_equal(invocation.operands[0], "list");
        assert_string_equal(value(&invocation, "--reason"), "not_json");
        assert_string_equal(value(&invocation, "--limit"), "7");
        assert_null(value(&invocation, "--format"));
    }
}

static void flags_without_value_are_set_or_not(void **state)
{
    (void)state;
    struct invocation invocation;

    assert_int_equal(parse("meritd ingest", &invocation), ARGUMENTS_RUN);
    assert_null(value(&invocation, "--until-end"));
    assert_int_equal(parse("meritd ingest --until-end", &invocation), ARGUMENTS_RUN);
    assert_non_null(value(&invocation, "--until-end"));
    assert_int_equal(parse("meritd ingest --until-end=yes", &invocation), ARGUMENTS_WRONG);
}

static void now_is_an_instant(void **state)
{
    (void)state;
    struct invocation invocation;

    assert_int_equal(parse("meritd settle", &invocation), ARGUMENTS_RUN);
    assert_true(invocation.present_ms == TIME_NONE);
    assert_int_equal(parse("meritd settle --now 1970-01-02T00:00:00+01:00", &invocation),
                     ARGUMENTS_RUN);
    assert_true(invocation.present_ms == TIME_MS_PER_DAY - 3600000);
    assert_int_equal(parse("meritd settle --now yesterday", &invocation), ARGUMENTS_WRONG);
    assert_int_equal(parse("meritd settle --now 2026-10-05T09:30:00", &invocation),
                     ARGUMENTS_WRONG);
}

static void minus_is_an_operand(void **state)
{
    (void)state;
    struct invocation invocation;

    assert_int_equal(parse("meritd replay - a.ndjson", &invocation), ARGUMENTS_RUN);
    assert_int_equal(invocation.operand_count, 2);
    assert_string_equal(invocation.operands[0], "-");
    assert_int_equal(parse("meritd replay -- --help", &invocation), ARGUMENTS_RUN);
    assert_string_equal(invocation.operands[0], "--help");
}

static void wrong_lines_are_refused(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "meritd",
        "meritd frobnicate",
        "meritd --limit 3 status",
        "meritd status --limit 3",
        "meritd status --forma json",
        "meritd status --format",
        "meritd status now",
        "meritd replay",
        "meritd explain --agent a",
        "meritd dead-letters",
        "meritd include 1 2",
        "meritd -x status",
    };

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct invocation invocation;
        if (parse(lines[i], &invocation) != ARGUMENTS_WRONG)
            fail_msg("%s", lines[i]);
    }
}

/* The flag wins over the variable; one that is set to nothing is not set. */
static void the_configuration_is_named_by_flag_or_variable(void **state)
{
    (void)state;
    struct invocation invocation;

    setenv("MERITD_CONFIG", "v", 1);
    assert_int_equal(parse("meritd status", &invocation), ARGUMENTS_RUN);
    assert_string_equal(invocation.config_path, "v");
    assert_int_equal(parse("meritd status --config f", &invocation), ARGUMENTS_RUN);
    assert_string_equal(invocation.config_path, "f");
    setenv("MERITD_CONFIG", "", 1);
    assert_int_equal(parse("meritd status", &invocation), ARGUMENTS_RUN);
    if (invocation.config_path != NULL)
        assert_string_equal(invocation.config_path, ARGUMENTS_DEFAULT_CONFIG);
    unsetenv("MERITD_CONFIG");
}

static void every_command_has_help(void **state)
{
    (void)state;
    struct invocation invocation;
    char line[80];

    assert_int_equal(parse("meritd --help", &invocation), ARGUMENTS_DONE);
    assert_int_equal(parse("meritd -h", &invocation), ARGUMENTS_DONE);
    assert_int_equal(parse("meritd --version", &invocation), ARGUMENTS_DONE);
    assert_int_equal(parse("meritd --print-config", &invocation), ARGUMENTS_PRINT);
    for (size_t i = 0; i < command_count; i++) {
        const struct command *command = command_table[i];
        snprintf(line, sizeof line, "meritd %s --help", command->name);
        if (command->main != NULL) {
            assert_int_equal(parse(line, &invocation), ARGUMENTS_WRONG);
            continue;
        }
        assert_int_equal(parse(line, &invocation), ARGUMENTS_DONE);
        assert_ptr_equal(invocation.command, command);
    }
}

/* `help NAME` of a command that reads a command line of its own becomes `NAME --help`. */
static void generate_reads_a_line_of_its_own(void **state)
{
    (void)state;
    char *help[] = {(char[]){"meritd"}, (char[]){"help"}, (char[]){"generate"}, NULL};
    char *run[] = {(char[]){"meritd"}, (char[]){"generate"}, NULL};
    char *other[] = {(char[]){"meritd"}, (char[]){"status"}, NULL};

    assert_non_null(arguments_main(3, help));
    assert_string_equal(help[1], "generate");
    assert_string_equal(help[2], "--help");
    assert_non_null(arguments_main(2, run));
    assert_null(arguments_main(2, other));
    assert_null(arguments_main(1, other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flags_and_operands_stand_in_any_order),
        cmocka_unit_test(flags_without_value_are_set_or_not),
        cmocka_unit_test(now_is_an_instant),
        cmocka_unit_test(minus_is_an_operand),
        cmocka_unit_test(wrong_lines_are_refused),
        cmocka_unit_test(the_configuration_is_named_by_flag_or_variable),
        cmocka_unit_test(every_command_has_help),
        cmocka_unit_test(generate_reads_a_line_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
