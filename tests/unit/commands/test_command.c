/* test_command.c - the tables of commands, options and actions: is each of them whole, and does it hang together? */
#include "base/time.h"
#include "commands/arguments.h"
#include "commands/command_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static bool sets(const struct command *command, const void *variable)
{
    for (size_t i = 0; i < command->option_count; i++)
        if (option_variable_of(&command->options[i]) == variable)
            return true;
    return false;
}

static void check_option(const struct command *command, const struct command_option *option)
{
    const void *const variables[] = {option->flag,  option->text,   option->day,
                                     option->id,    option->count,  option->month,
                                     option->table, option->report, option->duration_ms};
    size_t count = 0;

    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
        count += variables[i] != NULL;
    if (count != 1 || (option->flag == NULL) != (option->argument != NULL) ||
        (option->id == NULL) != (option->of == NULL) ||
        (option->count == NULL) != (option->otherwise == NULL) || option->meaning == NULL ||
        strncmp(option->name, "--", 2) != 0)
        fail_msg("%s %s", command->name, option->name);
}

static void every_option_sets_one_variable_of_its_own(void **state)
{
    (void)state;

    for (size_t c = 0; c < command_count; c++) {
        const struct command *command = command_table[c];
        assert_true(command->option_count <= COMMAND_OPTIONS_MAX);
        for (size_t i = 0; i < command->option_count; i++) {
            check_option(command, &command->options[i]);
            for (size_t j = 0; j < i; j++)
                if (option_variable_of(&command->options[i]) ==
                        option_variable_of(&command->options[j]) ||
                    strcmp(command->options[i].name, command->options[j].name) == 0)
                    fail_msg("%s %s", command->name, command->options[i].name);
        }
    }
}

static bool takes(const struct action *action, const void *variable)
{
    bool found = action->takes_all || variable == action->flag || variable == action->text;

    for (size_t i = 0; i < ACTION_OPTIONS_MAX; i++)
        found = found || action->needs[i] == variable || action->takes[i] == variable;
    return found;
}

static void check_action(const struct command *command, const struct action *action)
{
    const char *name = action->word != NULL ? action->word : command->name;

    if ((action->run == NULL) == (action->alone == NULL))
        fail_msg("%s: %s does nothing, or two things", command->name, name);
    if (action->takes_all && action->takes[0] != NULL)
        fail_msg("%s: %s takes all, and names some", command->name, name);
    for (size_t i = 0; i < ACTION_OPTIONS_MAX; i++) {
        if (action->needs[i] != NULL && !sets(command, action->needs[i]))
            fail_msg("%s: %s needs what no option sets", command->name, name);
        if (action->takes[i] != NULL && !sets(command, action->takes[i]))
            fail_msg("%s: %s takes what no option sets", command->name, name);
    }
    if ((action->alternatives[0] == NULL) != (action->alternatives[1] == NULL))
        fail_msg("%s: %s has one alternative", command->name, name);
    for (size_t i = 0; i < 2; i++)
        if (action->alternatives[i] != NULL && !takes(action, action->alternatives[i]))
            fail_msg("%s: %s chooses between what it does not take", command->name, name);
}

static void check_choice(const struct command *command, const struct action *action)
{
    int ways = (action->word != NULL) + (action->flag != NULL) + (action->text != NULL);

    if (ways != 1)
        fail_msg("%s has an action that nothing, or more than one thing, chooses", command->name);
    if (action->word != NULL && strstr(command->operands, action->word) == NULL)
        fail_msg("%s --help does not name %s", command->name, action->word);
    if (action->flag != NULL && !sets(command, action->flag))
        fail_msg("%s has an action that no option chooses", command->name);
    if (action->text != NULL && !sets(command, action->text))
        fail_msg("%s has an action that no option chooses", command->name);
}

static void every_action_is_chosen_and_names_options_of_its_command(void **state)
{
    (void)state;

    for (size_t c = 0; c < command_count; c++) {
        const struct command *command = command_table[c];
        bool own = command->own.run != NULL || command->own.alone != NULL;
        if (command->main != NULL)
            continue;
        if (!own && (command->action_count == 0 || command->least == 0))
            fail_msg("%s can be asked for nothing", command->name);
        if (own)
            check_action(command, &command->own);
        for (size_t i = 0; i < command->action_count; i++) {
            check_action(command, &command->actions[i]);
            check_choice(command, &command->actions[i]);
        }
    }
}

/* One that is refused whatever is done would be in the help for nothing. */
static void every_option_is_taken_by_some_action(void **state)
{
    (void)state;

    for (size_t c = 0; c < command_count; c++) {
        const struct command *asked = command_table[c];
        for (size_t i = 0; i < asked->option_count; i++) {
            const void *variable = option_variable_of(&asked->options[i]);
            bool taken = takes(&asked->own, variable);
            for (size_t a = 0; a < asked->action_count; a++)
                taken = taken || takes(&asked->actions[a], variable);
            if (!taken)
                fail_msg("%s %s", asked->name, asked->options[i].name);
        }
    }
}

/* ---- what a variable becomes ---- */

static struct {
    bool flag;
    const char *text, *day, *id, *count;
    char month[MONTH_TEXT_SIZE];
    int64_t wait_ms;
    enum table_format table, report;
} given;

enum { FLAG, TEXT_OPTION, DAY, ID, COUNT, MONTH, WAIT, TABLE, REPORT };

static const struct command_option options[] = {
    [FLAG] = {.name = "--flag", .flag = &given.flag},
    [TEXT_OPTION] = {.name = "--text", .argument = "TEXT", .text = &given.text},
    [DAY] = {.name = "--day", .argument = "DAY", .day = &given.day},
    [ID] = {.name = "--id", .argument = "ID", .id = &given.id, .of = "a test", .digits = 3},
    [COUNT] = {.name = "--count", .argument = "N", .count = &given.count, .otherwise = "7"},
    [MONTH] = {.name = "--month", .argument = "MONTH", .month = &given.month},
    [WAIT] = {.name = "--wait", .argument = "TIME", .duration_ms = &given.wait_ms},
    [TABLE] = {.name = "--table", .argument = "FORMAT", .table = &given.table},
    [REPORT] = {.name = "--report", .argument = "FORMAT", .report = &given.report},
};

static const struct command command = {.name = "test", COMMAND_OPTIONS(options)};

/* Reads one option's value, with no other given; what it says goes nowhere. */
static int read_one(size_t option, const char *value)
{
    struct invocation invocation = {.command = &command};
    int errors = dup(STDERR_FILENO);
    FILE *nowhere = fopen("/dev/null", "we");

    invocation.values[option] = value;
    fflush(stderr);
    dup2(fileno(nowhere), STDERR_FILENO);
    int status = options_read(&invocation);
    dup2(errors, STDERR_FILENO);
    close(errors);
    fclose(nowhere);
    return status;
}

static void what_was_not_given_is_nothing(void **state)
{
    (void)state;

    memset(&given, 0x5A, sizeof given);
    assert_int_equal(read_one(TEXT_OPTION, NULL), EXIT_STATUS_DONE);
    assert_false(given.flag);
    assert_null(given.text);
    assert_null(given.day);
    assert_null(given.id);
    assert_string_equal(given.count, "7");
    assert_string_equal(given.month, "");
    assert_null(sql_text(given.month));
    assert_true(given.wait_ms == 0);
    assert_int_equal(given.table, TABLE_TEXT);
    assert_int_equal(given.report, TABLE_TEXT);
}

static void values_become_what_they_mean(void **state)
{
    (void)state;

    assert_int_equal(read_one(FLAG, ""), EXIT_STATUS_DONE);
    assert_true(given.flag);
    assert_int_equal(read_one(MONTH, "2026-10"), EXIT_STATUS_DONE);
    assert_string_equal(given.month, "2026-10-01");
    assert_int_equal(read_one(WAIT, "90s"), EXIT_STATUS_DONE);
    assert_true(given.wait_ms == 90 * INT64_C(1000));
    assert_int_equal(read_one(WAIT, "168h"), EXIT_STATUS_DONE);
    assert_true(given.wait_ms == 7 * TIME_MS_PER_DAY);
    assert_int_equal(read_one(TABLE, "json"), EXIT_STATUS_DONE);
    assert_int_equal(given.table, TABLE_JSON);
    assert_int_equal(read_one(TABLE, "text"), EXIT_STATUS_DONE);
    assert_int_equal(given.table, TABLE_TEXT);
    assert_int_equal(read_one(REPORT, "json"), EXIT_STATUS_DONE);
    assert_int_equal(given.report, TABLE_JSON);
    assert_int_equal(read_one(ID, "999"), EXIT_STATUS_DONE);
    assert_string_equal(given.id, "999");
    assert_int_equal(read_one(COUNT, "0"), EXIT_STATUS_DONE);
    assert_string_equal(given.count, "0");
}

static void wrong_values_are_refused(void **state)
{
    (void)state;
    static const struct {
        size_t option;
        const char *value;
    } wrong[] = {
        {DAY, "2026-02-29"},   {DAY, ""},    {ID, "1000"},    {ID, "-1"},         {ID, ""},
        {COUNT, "1e3"},        {COUNT, ""},  {MONTH, "2026"}, {MONTH, "2026-13"}, {MONTH, ""},
        {MONTH, "2026-10-01"}, {WAIT, "90"}, {WAIT, "0s"},    {WAIT, "169h"},     {WAIT, ""},
        {TABLE, "xml"},        {TABLE, ""},  {REPORT, "csv"}, {REPORT, ""},
    };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        if (read_one(wrong[i].option, wrong[i].value) != EXIT_STATUS_USAGE)
            fail_msg("%s \"%s\"", options[wrong[i].option].name, wrong[i].value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_option_sets_one_variable_of_its_own),
        cmocka_unit_test(every_action_is_chosen_and_names_options_of_its_command),
        cmocka_unit_test(every_option_is_taken_by_some_action),
        cmocka_unit_test(what_was_not_given_is_nothing),
        cmocka_unit_test(values_become_what_they_mean),
        cmocka_unit_test(wrong_values_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
