/* test_kafka_settings_file.c - what lines of librdkafka's options mean, and what is said of a wrong one. */
#include "collectors/kafka/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char path[] = "/tmp/meritd-settings-XXXXXX";

static void write_file(const char *text, size_t length)
{
    strcpy(path + strlen(path) - 6, "XXXXXX");
    int file = mkstemp(path);

    assert_true(file >= 0 && write(file, text, length) == (ssize_t)length);
    close(file);
}

/* The options in force with a file of this text, or NULL and the error. */
static rd_kafka_conf_t *conf_of(const char *text, struct error *error)
{
    static const char *const topic = "events";
    static const struct kafka_setting given[] = {{"sasl.password", "of the configuration"},
                                                 {"linger.ms", "7"}};
    const struct kafka_options options = {.bootstrap_servers = "127.0.0.1:1",
                                          .topics = &topic,
                                          .topic_count = 1,
                                          .group_id = "g",
                                          .settings = given,
                                          .setting_count = 2,
                                          .settings_file = path};

    write_file(text, strlen(text));
    rd_kafka_conf_t *conf = kafka_config_new(&options, error);
    unlink(path);
    return conf;
}

static void assert_option(const rd_kafka_conf_t *conf, const char *name, const char *expected)
{
    char value[200];
    size_t size = sizeof value;

    assert_int_equal(rd_kafka_conf_get(conf, name, value, &size), RD_KAFKA_CONF_OK);
    assert_string_equal(value, expected);
}

static void the_file_wins(void **state)
{
    (void)state;
    struct error error;
    rd_kafka_conf_t *conf = conf_of("# who we are\n\n"
                                    "sasl.username=first\r\n"
                                    "sasl.username=shop\r\n"
                                    "sasl.password=a, b=c#d \n"
                                    "client.rack=x",
                                    &error);

    if (conf == NULL)
        fail_msg("%s", error.text);
    assert_option(conf, "sasl.username", "shop");
    assert_option(conf, "sasl.password", "a, b=c#d ");
    assert_option(conf, "client.rack", "x");
    assert_option(conf, "linger.ms", "7");
    rd_kafka_conf_destroy(conf);
}

/* The message names file and line, and holds nothing of what the line says. */
static void a_wrong_line_is_named_and_not_shown(void **state)
{
    static const struct {
        const char *line;
        const char *told;
    } wrong[] = {
        {"hunter2", "name=value"},
        {"=hunter2", "name=value"},
        {"sasl.pasword=hunter2", "sasl.pasword is no option"},
        {"hunter2,x.y=z", "an entry is no option"},
        {" sasl.password=hunter2", "an entry is no option"},
        {"statistics.interval.ms=hunter2", "the value of statistics.interval.ms (not shown)"},
        {"bootstrap.servers=hunter2", "bootstrap.servers has an option of its own"},
        {"group.id=hunter2", "group.id has an option of its own"},
        {"enable.auto.commit=hunter2", "enable.auto.commit is always false"},
    };
    char text[200];
    struct error error;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        snprintf(text, sizeof text, "# two lines\n\n%s\n", wrong[i].line);
        assert_null(conf_of(text, &error));
        assert_int_equal(error.class, ERROR_STOP);
        assert_non_null(strstr(error.text, path));
        assert_non_null(strstr(error.text, ": line 3: "));
        assert_non_null(strstr(error.text, wrong[i].told));
        assert_null(strstr(error.text, "hunter2"));
    }
}

static void a_file_that_is_none_is_named(void **state)
{
    (void)state;
    struct error error = {ERROR_NONE, ""};
    rd_kafka_conf_t *conf = rd_kafka_conf_new();

    write_file("linger.ms=1\0x", 13);
    assert_false(kafka_settings_file_take(conf, path, &error));
    assert_non_null(strstr(error.text, "NUL"));
    unlink(path);
    assert_false(kafka_settings_file_take(conf, path, &error));
    assert_non_null(strstr(error.text, path));
    assert_non_null(strstr(error.text, "No such file"));
    assert_false(kafka_settings_file_take(conf, "hunter2/x", &error));
    assert_null(strstr(error.text, "hunter2"));
    rd_kafka_conf_destroy(conf);
}

/* What a client, or a broker through it, says at work: whole, in parts, and where a text is cut. */
static void a_client_tells_no_secret(void **state)
{
    (void)state;
    struct error error;
    char out[KAFKA_TEXT_SIZE], err[300], text[2000];
    rd_kafka_conf_t *conf = conf_of("security.protocol=sasl_plaintext\nsasl.mechanism=PLAIN\n"
                                    "sasl.username=shop\nsasl.password=hunter2,secret",
                                    &error);
    rd_kafka_t *client = rd_kafka_new(RD_KAFKA_CONSUMER, conf, err, sizeof err);

    assert_non_null(client);
    assert_string_equal(kafka_shown(client, "127.0.0.1:1: no hunter2,secret, user shop!", out),
                        "127.0.0.1:1: no **************, user ****!");
    assert_string_equal(kafka_shown(client, "hunter2, or 2,secret", out), "******** or ********");
    memset(text, '.', sizeof text);
    memcpy(text + sizeof text - 20, "hunter2,secret", 15);
    assert_int_equal(strlen(kafka_shown(client, text, out)), KAFKA_TEXT_SIZE - 1);
    rd_kafka_destroy(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_wins),
        cmocka_unit_test(a_wrong_line_is_named_and_not_shown),
        cmocka_unit_test(a_file_that_is_none_is_named),
        cmocka_unit_test(a_client_tells_no_secret),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
