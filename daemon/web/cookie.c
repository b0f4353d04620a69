/* cookie.c - see the header. */
#include "web/cookie.h"

#include "base/hmac.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool login_is_possible(const char *login)
{
    struct text text = text_of(login);
    size_t bad;

    if (text.length == 0 || text.length >= LOGIN_SIZE || !utf8_is_valid(text, &bad))
        return false;
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)login[i] < ' ' || login[i] == 0x7f)
            return false;
    return true;
}

void cookie_write(struct text secret, const struct cookie *cookie, char out[COOKIE_SIZE])
{
    char mac[HMAC_TEXT_SIZE];
    size_t length = 0;

    for (const char *at = cookie->login; *at != '\0'; at++)
        length += (size_t)snprintf(out + length, COOKIE_SIZE - length, "%02x", (unsigned char)*at);
    length += (size_t)snprintf(out + length, COOKIE_SIZE - length, ".%" PRId64 ".%016" PRIx64,
                               cookie->ends_s, cookie->number);
    hmac_sha256(secret, (struct text){out, length}, mac);
    snprintf(out + length, COOKIE_SIZE - length, ".%s", mac);
}

/* Takes as long whatever differs. */
static bool cookie_same(const char *a, const char *b, size_t length)
{
    unsigned char different = 0;

    for (size_t i = 0; i < length; i++)
        different |= (unsigned char)(a[i] ^ b[i]);
    return different == 0;
}

/* Reads what cookie_write wrote: the signature is right already. */
static bool cookie_parse(const char *signed_part, struct cookie *cookie)
{
    char login[2 * LOGIN_SIZE];
    int taken = 0;

    if (sscanf(signed_part, "%126[0-9a-f].%" SCNd64 ".%" SCNx64 "%n", login, &cookie->ends_s,
               &cookie->number, &taken) != 3 ||
        signed_part[taken] != '\0')
        return false;
    size_t length = strlen(login) / 2;
    for (size_t i = 0; i < length; i++) {
        unsigned byte = 0;
        sscanf(login + 2 * i, "%2x", &byte);
        cookie->login[i] = (char)byte;
    }
    cookie->login[length] = '\0';
    return login_is_possible(cookie->login);
}

bool cookie_read(struct text secret, struct text value, int64_t now_s, struct cookie *cookie)
{
    char mac[HMAC_TEXT_SIZE], text[COOKIE_SIZE];
    size_t tail = HMAC_TEXT_SIZE; /* the point and the signature */

    if (value.length <= tail || value.length >= sizeof text)
        return false;
    size_t length = value.length - tail;
    memcpy(text, value.bytes, length);
    text[length] = '\0';
    hmac_sha256(secret, (struct text){text, length}, mac);
    return value.bytes[length] == '.' &&
           cookie_same(mac, value.bytes + length + 1, HMAC_TEXT_SIZE - 1) &&
           cookie_parse(text, cookie) && now_s < cookie->ends_s;
}

struct text cookie_find(const char *header, const char *name)
{
    struct text found = {NULL, 0};
    size_t length = strlen(name);

    for (const char *at = header != NULL ? header : ""; *at != '\0';) {
        at += strspn(at, "; ");
        size_t item = strcspn(at, ";");
        if (item > length && strncmp(at, name, length) == 0 && at[length] == '=') {
            if (found.bytes != NULL)
                return (struct text){NULL, 0};
            found = (struct text){at + length + 1, item - length - 1};
        }
        at += item;
    }
    return found;
}
