/*
 * to_webhook.c - sends a posting as an HTTP POST, by libcurl, which only this file includes.
 *
 * It uses https only, verifies certificates and follows no redirects; it allows http only to this machine,
 * where a relay may listen. It never logs, keeps or sends elsewhere the URL or the secret: for failures it
 * uses libcurl's general texts, which name no host, and it removes parts of the URL from answers.
 */
#include "base/buffer.h"
#include "base/hmac.h"
#include "base/secret.h"
#include "post/post.h"

#include <curl/curl.h>

enum { CONNECT_SECONDS = 10, ANSWER_SECONDS = 30, ANSWER_MAX = 4096, RETRY_AFTER_MAX = 86400 };

struct webhook {
    const struct posting *posting;
    struct buffer url;    /* with NUL */
    struct buffer secret; /* with NUL; empty: not signed */
    struct buffer body;   /* of the answer, its first bytes */
    struct curl_slist *headers;
    CURL *curl;
    bool cut; /* the answer was longer */
};

/* ---- the address ---- */

static bool host_is_local(const char *host)
{
    return strcmp(host, "localhost") == 0 || strcmp(host, "127.0.0.1") == 0 ||
           strcmp(host, "[::1]") == 0;
}

/* Says what is wrong without showing the URL. */
static bool webhook_check_parts(CURLU *parts, const char *url, struct error *error)
{
    char *scheme = NULL, *host = NULL;

    if (curl_url_set(parts, CURLUPART_URL, url, 0) != CURLUE_OK ||
        curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
        curl_url_get(parts, CURLUPART_HOST, &host, 0) != CURLUE_OK)
        error_set(error, ERROR_STOP, "the file of the URL holds no URL");
    else if (strcmp(scheme, "https") != 0 && (strcmp(scheme, "http") != 0 || !host_is_local(host)))
        error_set(error, ERROR_STOP, "the URL must begin with https://");
    else
        error->class = ERROR_NONE;
    curl_free(scheme);
    curl_free(host);
    return error->class == ERROR_NONE;
}

static bool webhook_check_url(const char *url, struct error *error)
{
    CURLU *parts = curl_url();

    if (parts == NULL)
        return error_memory(error);
    bool right = webhook_check_parts(parts, url, error);
    curl_url_cleanup(parts);
    return right;
}

/* ---- the request ---- */

static bool webhook_add_header(struct webhook *webhook, const char *name, const char *value)
{
    struct buffer line;

    buffer_init(&line);
    buffer_append_format(&line, "%s: %s", name, value);
    buffer_append_u8(&line, 0);
    struct curl_slist *longer = line.failed
                                    ? NULL
                                    : curl_slist_append(webhook->headers, (const char *)line.bytes);
    buffer_clear(&line);
    if (longer != NULL)
        webhook->headers = longer;
    return longer != NULL;
}

static bool webhook_sign(struct webhook *webhook)
{
    char signature[sizeof "sha256=" + HMAC_TEXT_SIZE] = "sha256=";
    struct text secret = {(const char *)webhook->secret.bytes, webhook->secret.length - 1};

    hmac_sha256(secret, webhook->posting->body, signature + strlen(signature));
    return webhook_add_header(webhook, "X-Meritd-Signature", signature);
}

/* An empty "Expect" keeps libcurl from waiting for a "100 Continue" that few servers send. */
static bool webhook_fill_headers(struct webhook *webhook)
{
    const struct posting *posting = webhook->posting;

    return webhook_add_header(webhook, "Content-Type", posting->content_type) &&
           webhook_add_header(webhook, "Idempotency-Key", posting->key) &&
           webhook_add_header(webhook, "Expect", "") &&
           (webhook->secret.length == 0 || webhook_sign(webhook));
}

/* ---- the exchange ---- */

/* Keeps the first bytes, and ends the exchange when more come: the status is known by then. */
static size_t webhook_on_body(char *bytes, size_t size, size_t count, void *opaque)
{
    struct webhook *webhook = opaque;
    size_t length = size * count, room = ANSWER_MAX - webhook->body.length;

    webhook->cut = length > room;
    buffer_append(&webhook->body, bytes, webhook->cut ? room : length);
    return webhook->cut ? 0 : length;
}

static bool webhook_set_up(struct webhook *webhook)
{
    CURL *curl = webhook->curl;
    const struct posting *posting = webhook->posting;

    return curl_easy_setopt(curl, CURLOPT_URL, (const char *)webhook->url.bytes) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
           (posting->ca_file == NULL ||
            curl_easy_setopt(curl, CURLOPT_CAINFO, posting->ca_file) == CURLE_OK) &&
           curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)ANSWER_SECONDS) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_USERAGENT, "meritd") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_POSTFIELDS, posting->body.bytes) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)posting->body.length) ==
               CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_HTTPHEADER, webhook->headers) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, webhook_on_body) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEDATA, webhook) == CURLE_OK;
}

/* An exchange without answer: an unknown host, a refused connection, a wrong certificate, a timeout. */
static void webhook_tell_trouble(const struct webhook *webhook, CURLcode code,
                                 struct post_answer *answer)
{
    long system = 0;

    curl_easy_getinfo(webhook->curl, CURLINFO_OS_ERRNO, &system);
    answer_set(answer, POST_FAILED, "%s%s%s", curl_easy_strerror(code), system ? ": " : "",
               system ? strerror((int)system) : "");
}

static void webhook_read_answer(struct webhook *webhook, struct post_answer *answer)
{
    long status = 0;
    curl_off_t retry_after = 0;

    buffer_append_u8(&webhook->body, 0);
    if (webhook->body.failed) {
        answer_set(answer, POST_FAILED, "out of memory");
        return;
    }
    char *body = (char *)webhook->body.bytes;
    size_t length = strnlen(body, webhook->body.length);
    body[length] = '\0';
    answer_hide(body, text_of((const char *)webhook->url.bytes));
    if (webhook->secret.length > 0)
        answer_hide(body, text_of((const char *)webhook->secret.bytes));
    curl_easy_getinfo(webhook->curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(webhook->curl, CURLINFO_RETRY_AFTER, &retry_after);
    answer_judge(answer, status, text_of(body), webhook->posting->wecom);
    answer->retry_after_s = retry_after < RETRY_AFTER_MAX ? (long)retry_after : RETRY_AFTER_MAX;
}

static void webhook_exchange(struct webhook *webhook, struct post_answer *answer)
{
    if (!webhook_fill_headers(webhook) || !webhook_set_up(webhook)) {
        answer_set(answer, POST_FAILED, "libcurl is out of memory, or cannot do what it must");
        return;
    }
    CURLcode code = curl_easy_perform(webhook->curl);
    if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && webhook->cut))
        webhook_read_answer(webhook, answer);
    else
        webhook_tell_trouble(webhook, code, answer);
}

/* A file that is missing here now may exist on another machine, or later: the outcome is failed, not refused. */
static bool webhook_prepare(struct webhook *webhook, struct error *error)
{
    const struct posting *posting = webhook->posting;

    if (!secret_read(posting->url, &webhook->url, error) ||
        !webhook_check_url((const char *)webhook->url.bytes, error))
        return false;
    if (posting->secret != NULL && !secret_read(posting->secret, &webhook->secret, error))
        return false;
    webhook->curl = curl_easy_init();
    return webhook->curl != NULL || error_memory(error);
}

void post_to_webhook(const struct posting *posting, struct post_answer *answer)
{
    struct webhook webhook = {.posting = posting, .secret.secret = true, .url.secret = true};
    struct error error;

    if (webhook_prepare(&webhook, &error))
        webhook_exchange(&webhook, answer);
    else
        answer_set(answer, POST_FAILED, "%s", error.text);
    curl_easy_cleanup(webhook.curl);
    curl_slist_free_all(webhook.headers);
    buffer_clear(&webhook.body);
    buffer_clear(&webhook.secret);
    buffer_clear(&webhook.url);
}
