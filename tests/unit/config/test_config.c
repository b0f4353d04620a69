/* test_config.c - the option table, the configuration's sources, its errors, and config/meritd.json. */
#include "base/log.h"
#include "config/config.h"
#include "config/option_table.h"
#include "config/read_file.h"
#include "json/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char *const no_environment[] = {NULL};

/* A file with this text; its name stays valid until the next one. */
static const char *file_of(const char *text)
{
    static char path[64];

    snprintf(path, sizeof path, "/tmp/meritd-test-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    return path;
}

/* The configuration of this file's text (NULL: none) and environment, which must be right. */
static struct config *config_of(const char *text, char *const *environment)
{
    struct buffer problems;
    const char *path = text ? file_of(text) : NULL;

    buffer_init(&problems);
    struct config *config = config_load(path, environment, &problems);
    if (path != NULL)
        unlink(path);
    if (config == NULL)
        fail_msg("%.*s", (int)problems.length, (const char *)problems.bytes);
    buffer_clear(&problems);
    return config;
}

/* What is wrong with it: every line must hold the given text, and there must be no other. */
static void assert_problems(const char *text, char *const *environment, const char *const *expected)
{
    struct buffer problems;
    const char *path = text ? file_of(text) : NULL;

    buffer_init(&problems);
    assert_null(config_load(path, environment, &problems));
    buffer_append_u8(&problems, 0);
    char *line = (char *)problems.bytes;
    for (; *expected != NULL; expected++) {
        char *end = strchr(line, '\n');
        if (end == NULL)
            fail_msg("no line says: %s", *expected);
        *end = '\0';
        if (strstr(line, *expected) == NULL)
            fail_msg("\"%s\" does not say: %s", line, *expected);
        line = end + 1;
    }
    assert_string_equal(line, "");
    if (path != NULL)
        unlink(path);
    buffer_clear(&problems);
}

#define PROBLEMS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define ENVIRONMENT(...) ((char *const[]){__VA_ARGS__, NULL})

/* ---- the table ---- */

static void table_names_each_option_once(void **state)
{
    (void)state;
    char one[OPTION_VARIABLE_SIZE], other[OPTION_VARIABLE_SIZE];

    for (size_t i = 0; i < option_count; i++) {
        const struct option *option = &option_table[i];
        assert_non_null(strchr(option->name, '.'));
        assert_true(strlen(option->meaning) > 10);
        assert_ptr_equal(option_find(option->name), option);
        assert_true(option->offset < sizeof(struct config));
        assert_true(option->type != OPTION_CHOICE || option->allowed != NULL);
        for (size_t j = 0; j < i; j++) {
            assert_int_not_equal(option->offset, option_table[j].offset);
            assert_string_not_equal(option_variable(option, one),
                                    option_variable(&option_table[j], other));
        }
    }
    assert_null(option_find("shop.colour"));
}

static void variables_are_named_after_options(void **state)
{
    (void)state;
    char name[OPTION_VARIABLE_SIZE];

    assert_string_equal(option_variable(option_find("shop.zone"), name), "MERITD_SHOP_ZONE");
    assert_string_equal(option_variable(option_find("shop.customer_key_file"), name),
                        "MERITD_SHOP_CUSTOMER_KEY_FILE");
    assert_true(option_is_ours("MERITD_SHOP_COLOUR", strlen("MERITD_SHOP_COLOUR")));
    assert_true(option_is_ours("MERITD_KAKFA_TOPIC", strlen("MERITD_KAKFA_TOPIC")));
    assert_true(option_is_ours("MERITD_", strlen("MERITD_")));
    assert_false(option_is_ours("MERITD_CONFIG", strlen("MERITD_CONFIG")));
    assert_false(option_is_ours("MERITD", strlen("MERITD")));
    assert_false(option_is_ours("PGHOST", strlen("PGHOST")));
}

/* The words of a choice stand for the values of the enum that takes them over. */
static void choices_are_the_enums(void **state)
{
    (void)state;
    const struct option *gap = option_find("kafka.on_gap");
    const struct option *level = option_find("log.level");
    static const char *const words[] = {"error", "warn", "info", "debug"};

    assert_int_equal(option_choice_index(gap, "stop"), KAFKA_GAP_STOP);
    assert_int_equal(option_choice_index(gap, "continue"), KAFKA_GAP_CONTINUE);
    assert_int_equal(option_choice_index(gap, "stop continue"), -1);
    assert_int_equal(option_choice_index(gap, "sto"), -1);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        enum log_level parsed;
        assert_true(log_level_parse(words[i], &parsed));
        assert_int_equal(option_choice_index(level, words[i]), parsed);
        assert_true(text_equal(option_choice(level, (int64_t)i), text_of(words[i])));
    }
}

/* ---- where values come from ---- */

static void defaults_are_built_in(void **state)
{
    (void)state;
    struct config *config = config_of(NULL, no_environment);

    assert_null(config->shop_id);
    assert_string_equal(config->shop_zone, "Asia/Shanghai");
    assert_string_equal(config->shop_cutover, "00:00");
    assert_string_equal(config->shop_currency, "CNY");
    assert_int_equal(config->kafka_topics.count, 1);
    assert_string_equal(config->kafka_group_id, "meritd");
    assert_int_equal(config->kafka_options.count, 0);
    assert_int_equal(config->kafka_on_gap, KAFKA_GAP_STOP);
    assert_int_equal(config->log_level, LOG_LEVEL_INFO);
    config_free(config);
}

static void file_wins_over_defaults(void **state)
{
    (void)state;
    struct config *config = config_of("// a comment\n"
                                      "{\"shop\": {\"zone\": \"UTC\", // \"another\"\n"
                                      "  \"id\": \"a//b\"},\n"
                                      " \"kafka\": {\"topics\": [\"a\", \"b.c\"],\n"
                                      "   \"options\": {\"linger.ms\": 5, \"check.crcs\": true,\n"
                                      "                \"client.id\": \"x\"}},\n"
                                      " \"ingest\": {\"batch_events\": null},\n"
                                      " \"log\": {\"level\": \"debug\"}}\n",
                                      no_environment);

    assert_string_equal(config->shop_zone, "UTC");
    assert_string_equal(config->shop_id, "a//b");
    assert_string_equal(config->shop_currency, "CNY");
    assert_int_equal(config->kafka_topics.count, 2);
    assert_string_equal(config->kafka_topics.items[1], "b.c");
    assert_int_equal(config->kafka_options.count, 3);
    assert_string_equal(config->kafka_options.items[0].value, "5");
    assert_string_equal(config->kafka_options.items[1].value, "true");
    assert_string_equal(config->kafka_options.items[2].name, "client.id");
    assert_int_equal(config->ingest_batch_events, 200000);
    assert_int_equal(config->log_level, LOG_LEVEL_DEBUG);
    config_free(config);
}

static void environment_wins_over_file(void **state)
{
    (void)state;
    struct config *config = config_of(
        "{\"shop\": {\"zone\": \"UTC\", \"currency\": \"EUR\"}}",
        ENVIRONMENT("PATH=/bin", "MERITD_SHOP_ZONE=America/New_York", "MERITD_SHOP_CURRENCY=",
                    "MERITD_KAFKA_TOPICS=a,b", "MERITD_KAFKA_OPTIONS=x=1,y=a=b",
                    "MERITD_INGEST_CACHE_ENTRIES=10", "MERITD_CONFIG=whatever", "MERITDX=1"));

    assert_string_equal(config->shop_zone, "America/New_York");
    assert_string_equal(config->shop_currency, "EUR"); /* set to nothing is not set */
    assert_int_equal(config->kafka_topics.count, 2);
    assert_string_equal(config->kafka_topics.items[0], "a");
    assert_string_equal(config->kafka_options.items[1].name, "y");
    assert_string_equal(config->kafka_options.items[1].value, "a=b");
    assert_int_equal(config->ingest_cache_entries, 10);
    config_free(config);
}

/* ---- what is refused ---- */

static void everything_wrong_is_told_at_once(void **state)
{
    (void)state;
    assert_problems(
        "{\"shop\": {\"zone\": \"\", \"cutover\": \"24:00\", \"currency\": \"cny\",\n"
        "           \"colour\": 1},\n"
        " \"kafka\": {\"topics\": [\"a b\", 3], \"on_gap\": \"maybe\", \"options\": []},\n"
        " \"ingest\": {\"cache_mib\": 1.5, \"batch_events\": 0, \"cache_entries\": \"1\"},\n"
        " \"settel\": {}, \"log\": 3}",
        ENVIRONMENT("MERITD_SHOP_CUTOVER=7:00", "MERITD_KAFKA_OPTIONS=a=b,c",
                    "MERITD_INGEST_BATCH_EVENTS=1e3",
                    "MERITD_INGEST_CACHE_MIB=99999999999999999999", "MERITD_KAFKA_TOPIC=x",
                    "MERITD_KAKFA_TOPICS=x", "MERITD_POSTGRESS_CONNINFO=x", "MERITD_COLOUR=red"),
        PROBLEMS("shop.zone is empty", "shop.cutover is \"24:00\"", "shop.currency is \"cny\"",
                 "shop.colour is no option", "kafka.topics is \"a b\"",
                 "kafka.topics has an entry that is a number",
                 "kafka.on_gap is \"maybe\"; it must be one of stop, continue",
                 "kafka.options is an array", "ingest.cache_mib is 1.5",
                 "ingest.batch_events is 0; it must be a whole number, 1 to 10000000",
                 "ingest.cache_entries is a string", "settel is no section",
                 "log must be an object", "MERITD_SHOP_CUTOVER: shop.cutover is \"7:00\"",
                 "MERITD_KAFKA_OPTIONS: kafka.options has an entry (not shown)",
                 "MERITD_INGEST_BATCH_EVENTS: ingest.batch_events is \"1e3\"",
                 "MERITD_INGEST_CACHE_MIB: ingest.cache_mib is \"99999999999999999999\"",
                 "MERITD_KAFKA_TOPIC: names no option; MERITD_KAFKA_TOPICS does",
                 "MERITD_KAKFA_TOPICS: names no option; MERITD_KAFKA_TOPICS does",
                 "MERITD_POSTGRESS_CONNINFO: names no option; MERITD_POSTGRES_CONNINFO does",
                 "MERITD_COLOUR: names no option (meritd --print-config"));
}

/* What Kubernetes and Docker put there for a service "meritd-kafka" is passed over; what only looks like it is not. */
static void variables_of_services_are_passed_over(void **state)
{
    (void)state;
    config_free(config_of(
        NULL, ENVIRONMENT(
                  "MERITD_SERVICE_HOST=10.0.0.1", "MERITD_PORT=tcp://10.0.0.1:9092",
                  "MERITD_KAFKA_SERVICE_HOST=10.0.0.1", "MERITD_KAFKA_SERVICE_PORT=9092",
                  "MERITD_KAFKA_SERVICE_PORT_BROKER=9092", "MERITD_KAFKA_PORT=tcp://10.0.0.1:9092",
                  "MERITD_KAFKA_PORT_9092_TCP=tcp://10.0.0.1:9092",
                  "MERITD_KAFKA_PORT_9092_TCP_PROTO=tcp", "MERITD_KAFKA_PORT_9092_TCP_PORT=9092",
                  "MERITD_KAFKA_PORT_9092_TCP_ADDR=10.0.0.1")));
    assert_problems(NULL,
                    ENVIRONMENT("MERITD_KAFKA_PORT=9092", "MERITD_KAFKA_PORT_9092_FTP=1",
                                "MERITD_KAFKA_SERVICE_HOSTS=a", "MERITD_LOG_LEVLE=debug"),
                    PROBLEMS("MERITD_KAFKA_PORT: names no option",
                             "MERITD_KAFKA_PORT_9092_FTP: names no option",
                             "MERITD_KAFKA_SERVICE_HOSTS: names no option",
                             "MERITD_LOG_LEVLE: names no option; MERITD_LOG_LEVEL does"));
}

static void ends_of_ranges_are_taken(void **state)
{
    (void)state;
    for (size_t i = 0; i < option_count; i++) {
        const struct option *option = &option_table[i];
        const int64_t taken[] = {option->least, option->most};
        const int64_t refused[] = {option->least - 1, option->most + 1};
        char variable[OPTION_VARIABLE_SIZE], setting[128];
        if (option->type != OPTION_INTEGER)
            continue;
        for (int end = 0; end < 2; end++) {
            snprintf(setting, sizeof setting, "%s=%lld", option_variable(option, variable),
                     (long long)taken[end]);
            config_free(config_of(NULL, ENVIRONMENT(setting)));
            snprintf(setting, sizeof setting, "%s=%lld", variable, (long long)refused[end]);
            assert_problems(NULL, ENVIRONMENT(setting), PROBLEMS(variable));
        }
    }
}

/* What others could reach is no place to listen. */
static void listening_is_for_this_machine(void **state)
{
    (void)state;
    static const char *const taken[] = {"127.0.0.1:1", "127.255.255.254:65535", "[::1]:9464",
                                        "unix:/run/meritd/metrics.sock"};
    static const char *const refused[] = {
        "0.0.0.0:9464",    "[::]:9464",      "192.0.2.1:9464", "126.255.255.255:1",
        "128.0.0.1:1",     "127.0.0.1",      ":9464",          "127.0.0.1:0",
        "127.0.0.1:65536", "localhost:9464", "[::1]:0",        "9464",
        "unix:metrics",    "unix:"};
    char setting[128];

    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++) {
        snprintf(setting, sizeof setting, "MERITD_METRICS_LISTEN=%s", taken[i]);
        struct config *config = config_of(NULL, ENVIRONMENT(setting));
        assert_string_equal(config->metrics_listen, taken[i]);
        config_free(config);
    }
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        snprintf(setting, sizeof setting, "MERITD_METRICS_LISTEN=%s", refused[i]);
        assert_problems(NULL, ENVIRONMENT(setting), PROBLEMS("an address of this machine alone"));
    }
}

static void malformed_files_are_refused_with_their_line(void **state)
{
    (void)state;
    assert_problems("{\n \"shop\": {\n  \"id\": tru\n }}", no_environment,
                    PROBLEMS("line 3, column 9: "));
    assert_problems("{\"shop\": {\"zone\": \"UTC\",}}", no_environment,
                    PROBLEMS("line 1, column 25: "));
    /* columns are characters: a quote, two of three bytes each, and a comma too many */
    assert_problems("{ // 天地\n\n\"客服\",", no_environment, PROBLEMS("line 3, column 5: "));
    assert_problems("{\n", no_environment, PROBLEMS("line 2, column 1: "));
    assert_problems("// {}", no_environment, PROBLEMS("line 1, column 6: "));
    assert_problems("", no_environment, PROBLEMS("is empty"));
    assert_problems("[]", no_environment, PROBLEMS("must be an object"));
    assert_problems("{\"log\": {}, \"log\": {}}", no_environment, PROBLEMS("twice"));
}

/* What is accepted can be printed, and a problem is one line, whatever the names in it hold. */
static void bytes_that_no_file_can_hold_are_refused(void **state)
{
    (void)state;
    assert_problems(NULL, ENVIRONMENT("MERITD_SHOP_ID=ab\xff"),
                    PROBLEMS("MERITD_SHOP_ID: shop.id is not UTF-8 (byte 2)"));
    assert_problems(NULL, ENVIRONMENT("MERITD_KAFKA_OPTIONS=a=1,b=2,a=3"),
                    PROBLEMS("MERITD_KAFKA_OPTIONS: kafka.options names a twice"));
    assert_problems(
        "{\"a\\nb\": {}, \"shop\": {\"c\\u007f\": 1}}", ENVIRONMENT("MERITD_SHOP_\x1b=1"),
        PROBLEMS("a?b is no section", "shop.c? is no option", "MERITD_SHOP_?: names no option"));
}

static void missing_file_is_refused(void **state)
{
    (void)state;
    struct buffer problems;

    buffer_init(&problems);
    assert_null(config_load("/nonexistent/meritd.json", no_environment, &problems));
    buffer_append_u8(&problems, 0);
    assert_non_null(strstr((char *)problems.bytes, "/nonexistent/meritd.json: No such file"));
    buffer_clear(&problems);
}

/* ---- printing, reloading ---- */

static char *printed(const struct config *config)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);

    config_print(config, out);
    fclose(out);
    return text;
}

/* Comments tell where values come from: they differ. */
static char *printed_values(const struct config *config)
{
    char *text = printed(config);
    struct buffer bytes = {
        .bytes = (unsigned char *)text, .length = strlen(text), .capacity = strlen(text)};
    size_t kept = 0;

    json_blank_comments(&bytes);
    for (size_t i = 0; i < bytes.length; i++)
        if (text[i] != ' ' && text[i] != '\n')
            text[kept++] = text[i];
    text[kept] = '\0';
    return text;
}

static void printed_configuration_can_be_read(void **state)
{
    (void)state;
    struct config *config = config_of(
        NULL, ENVIRONMENT("MERITD_SHOP_ID=\"\\", "MERITD_KAFKA_TOPICS=a,b",
                          "MERITD_KAFKA_OPTIONS=x=1", "MERITD_LOG_LEVEL=warn"));
    char *text = printed(config);
    struct config *again = config_of(text, no_environment);
    char *one = printed_values(config), *other = printed_values(again);

    assert_string_equal(one, other);
    free(text);
    free(one);
    free(other);
    config_free(config);
    config_free(again);
}

static void secrets_are_not_printed(void **state)
{
    (void)state;
    struct config *config = config_of(
        NULL, ENVIRONMENT(
                  "MERITD_POSTGRES_CONNINFO=host=a password=hidden",
                  "MERITD_KAFKA_OPTIONS=sasl.password=hidden,sasl.pasword=hidden,client.id=shown"));
    char *text = printed(config);

    assert_null(strstr(text, "hidden"));
    assert_non_null(strstr(text, "shown"));
    free(text);
    config_free(config);
}

static void reload_names_what_needs_a_restart(void **state)
{
    (void)state;
    struct config *before = config_of(NULL, no_environment);
    struct config *after = config_of(
        NULL, ENVIRONMENT("MERITD_LOG_LEVEL=debug", "MERITD_SETTLE_INTERVAL_MS=100",
                          "MERITD_KAFKA_TOPICS=other", "MERITD_INGEST_CACHE_MIB=512"));
    struct buffer names;

    buffer_init(&names);
    config_restart_needed(before, before, &names);
    assert_int_equal(names.length, 0);
    config_restart_needed(before, after, &names);
    buffer_append_u8(&names, 0);
    assert_string_equal((char *)names.bytes, "kafka.topics\ningest.cache_mib\n");
    buffer_clear(&names);
    config_free(before);
    config_free(after);
}

/* ---- the example ---- */

static void assert_member_stands(const struct json_value *root, const struct option *option)
{
    size_t section = strcspn(option->name, ".");

    for (const struct json_value *s = json_first(root); s != NULL; s = json_next(s))
        if (strlen(json_name(s)) == section && strncmp(json_name(s), option->name, section) == 0)
            for (const struct json_value *v = json_first(s); v != NULL; v = json_next(v))
                if (strcmp(json_name(v), option->name + section + 1) == 0)
                    return;
    fail_msg("config/meritd.json lacks %s", option->name);
}

/* The tests run in the root of the tree. */
static void example_names_every_option_at_its_default(void **state)
{
    (void)state;
    const char *path = "config/meritd.json";
    struct buffer text, problems;
    struct error error;
    const struct json_value *root;
    struct json_problem problem;

    buffer_init(&text);
    buffer_init(&problems);
    assert_true(read_file(path, 1 << 16, &text, &error));
    json_blank_comments(&text);
    struct json *json = json_new(&error);
    assert_int_equal(
        json_read(json, (struct text){(char *)text.bytes, text.length}, "", &root, &problem),
        JSON_OK);
    for (size_t i = 0; i < option_count; i++)
        assert_member_stands(root, &option_table[i]);

    struct config *defaults = config_of(NULL, no_environment);
    struct config *example = config_load(path, no_environment, &problems);
    assert_non_null(example);
    char *one = printed_values(defaults), *other = printed_values(example);
    assert_string_equal(one, other);
    free(one);
    free(other);
    config_free(defaults);
    config_free(example);
    json_free(json);
    buffer_clear(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_names_each_option_once),
        cmocka_unit_test(variables_are_named_after_options),
        cmocka_unit_test(choices_are_the_enums),
        cmocka_unit_test(defaults_are_built_in),
        cmocka_unit_test(file_wins_over_defaults),
        cmocka_unit_test(environment_wins_over_file),
        cmocka_unit_test(everything_wrong_is_told_at_once),
        cmocka_unit_test(variables_of_services_are_passed_over),
        cmocka_unit_test(ends_of_ranges_are_taken),
        cmocka_unit_test(listening_is_for_this_machine),
        cmocka_unit_test(malformed_files_are_refused_with_their_line),
        cmocka_unit_test(bytes_that_no_file_can_hold_are_refused),
        cmocka_unit_test(missing_file_is_refused),
        cmocka_unit_test(printed_configuration_can_be_read),
        cmocka_unit_test(secrets_are_not_printed),
        cmocka_unit_test(reload_names_what_needs_a_restart),
        cmocka_unit_test(example_names_every_option_at_its_default),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
