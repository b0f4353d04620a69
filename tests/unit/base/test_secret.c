/* test_secret.c - where secrets and folders are looked for, and what a secret's file may hold. */
#include "base/hmac.h"
#include "base/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* The path, or the message. */
static const char *path_of(const char *name, const char *directory)
{
    static char told[600];
    struct buffer path;
    struct error error;

    buffer_init(&path);
    bool found = secret_path(name, directory, "CREDENTIALS_DIRECTORY", &path, &error);
    snprintf(told, sizeof told, "%s", found ? (const char *)path.bytes : error.text);
    buffer_clear(&path);
    return told;
}

static void a_name_is_a_credential(void **state)
{
    (void)state;

    assert_string_equal(path_of("post_wecom.url", "/run/credentials/x"),
                        "/run/credentials/x/post_wecom.url");
    assert_string_equal(path_of("/etc/wecom", "/run/credentials/x"), "/etc/wecom");
    assert_string_equal(path_of("/etc/wecom", NULL), "/etc/wecom");
    assert_non_null(strstr(path_of("wecom.url", NULL), "$CREDENTIALS_DIRECTORY, which is not set"));
    assert_non_null(strstr(path_of("wecom.url", ""), "which is not set"));
    static const char *const wrong[] = {"", ".", "..", "../x", "a/b", ".hidden"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_non_null(strstr(path_of(wrong[i], "/run"), "neither a credential's name nor an"));
    /* A secret that was put where its file's name should be. */
    assert_null(strstr(path_of("hunter2/secret", "/run"), "hunter2"));
}

/* Reads a file of these bytes: the secret, or the message after the file's name. */
static const char *secret_of(const char *bytes, size_t length)
{
    static char told[5000];
    char path[] = "/tmp/meritd-secret-XXXXXX";
    int file = mkstemp(path);
    struct buffer secret;
    struct error error;

    assert_true(file >= 0 && write(file, bytes, length) == (ssize_t)length);
    close(file);
    buffer_init_secret(&secret);
    bool done = secret_read(path, &secret, &error);
    if (done)
        assert_int_equal(secret.length, strlen((const char *)secret.bytes) + 1);
    snprintf(told, sizeof told, "%s",
             done ? (const char *)secret.bytes : error.text + strlen(path) + strlen(": "));
    buffer_clear(&secret);
    unlink(path);
    return told;
}

static void a_secret_ends_before_its_line_does(void **state)
{
    (void)state;
    char long_one[4097];

    memset(long_one, 'x', sizeof long_one);
    assert_string_equal(secret_of("key", 3), "key");
    assert_string_equal(secret_of(" two words \r\n\n", 14), " two words");
    assert_string_equal(secret_of("", 0), "is empty");
    assert_string_equal(secret_of(" \n", 2), "is empty");
    assert_int_equal(strlen(secret_of(long_one, 4096)), 4096);
    assert_string_equal(secret_of(long_one, 4097), "has more than 4096 bytes");
}

static void a_missing_secret_is_named(void **state)
{
    (void)state;
    struct buffer secret;
    struct error error;

    buffer_init_secret(&secret);
    setenv("CREDENTIALS_DIRECTORY", "/nowhere", 1);
    assert_false(secret_read("portal.key", &secret, &error));
    assert_string_equal(error.text, "/nowhere/portal.key: No such file or directory");
    assert_int_equal(error.class, ERROR_STOP);
    unsetenv("CREDENTIALS_DIRECTORY");
    assert_false(secret_read("portal.key", &secret, &error));
    buffer_clear(&secret);
}

/* RFC 4231, test cases 2 and 1. */
static void signatures_are_hmac_sha256(void **state)
{
    (void)state;
    char out[HMAC_TEXT_SIZE];
    char key[20];

    hmac_sha256(TEXT("Jefe"), TEXT("what do ya want for nothing?"), out);
    assert_string_equal(out, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(key, 0x0b, sizeof key);
    hmac_sha256((struct text){key, sizeof key}, TEXT("Hi There"), out);
    assert_string_equal(out, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_a_credential),
        cmocka_unit_test(a_secret_ends_before_its_line_does),
        cmocka_unit_test(a_missing_secret_is_named),
        cmocka_unit_test(signatures_are_hmac_sha256),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
