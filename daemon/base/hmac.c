/*
 * hmac.c - HMAC-SHA-256 by OpenSSL 3. The key is set once; each call starts from the state after the key
 * (EVP_MAC_init without a key). This saves two of four compressions and all set-up.
 *
 * Who wrote just now writes again soon: pseudonyms of the last customers are remembered, each in the one place
 * that a hash of the customer's id names. A place holds the whole id, so that two never pass for one.
 */
#include "base/hmac.h"

#include "base/memory.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * Replaces a missing secret, so that one can try the program without set-up. Everybody can read the key here,
 * so anyone can reverse its pseudonyms by trying all customer ids.
 */
#define PUBLISHED_KEY "meritd: this key is published and hides nothing"

/* No customer's id begins with a NUL, so the fingerprint is never a pseudonym. */
#define FINGERPRINT_INPUT "\0fingerprint"

enum { SECRET_MAX = 4096, DIGEST_SIZE = 32, REMEMBERED = 1 << 14, REMEMBERED_LENGTH_MAX = 47 };

struct remembered {
    unsigned char length; /* of the id; 0: nothing is remembered here */
    char id[REMEMBERED_LENGTH_MAX];
    struct uuid pseudonym;
};

struct customer_key {
    EVP_MAC *algorithm;
    EVP_MAC_CTX *context;
    struct remembered remembered[REMEMBERED];
};

/* Sets up a zeroed key; after a failure customer_key_free frees what was made. */
static bool customer_key_init(struct customer_key *key, struct text secret)
{
    char digest[] = "SHA256";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };

    key->algorithm = EVP_MAC_fetch(NULL, "HMAC", NULL);
    if (key->algorithm == NULL)
        return false;
    key->context = EVP_MAC_CTX_new(key->algorithm);
    return key->context != NULL && EVP_MAC_init(key->context, (const unsigned char *)secret.bytes,
                                                secret.length, parameters) == 1;
}

struct customer_key *customer_key_new(struct text secret, struct error *error)
{
    if (text_is_absent(secret))
        secret = TEXT(PUBLISHED_KEY);
    if (secret.length < 1 || secret.length > SECRET_MAX) {
        error_set(error, ERROR_STOP, "the customer key has %zu bytes, it needs 1 to %d",
                  secret.length, SECRET_MAX);
        return NULL;
    }
    struct customer_key *key = memory_alloc(sizeof *key);
    if (key == NULL) {
        error_memory(error);
        return NULL;
    }
    memset(key, 0, sizeof *key);
    if (!customer_key_init(key, secret)) {
        const char *reason = ERR_reason_error_string(ERR_get_error());
        error_set(error, ERROR_STOP, "HMAC-SHA-256 of OpenSSL is not to be had: %s",
                  reason ? reason : "no reason given");
        customer_key_free(key);
        return NULL;
    }
    return key;
}

void customer_key_free(struct customer_key *key)
{
    if (key == NULL)
        return;
    EVP_MAC_CTX_free(key->context); /* wipes the key's state */
    EVP_MAC_free(key->algorithm);
    explicit_bzero(key->remembered, sizeof key->remembered);
    memory_free(key);
}

static void customer_key_digest(struct customer_key *key, struct text input,
                                unsigned char digest[DIGEST_SIZE])
{
    size_t length;

    if (EVP_MAC_init(key->context, NULL, 0, NULL) != 1 ||
        EVP_MAC_update(key->context, (const unsigned char *)input.bytes, input.length) != 1 ||
        EVP_MAC_final(key->context, digest, &length, DIGEST_SIZE) != 1 || length != DIGEST_SIZE) {
        fputs("HMAC-SHA-256 failed\n", stderr);
        abort();
    }
}

static struct uuid customer_key_compute(struct customer_key *key, struct text customer)
{
    unsigned char digest[DIGEST_SIZE];
    struct uuid pseudonym;

    customer_key_digest(key, customer, digest);
    memcpy(pseudonym.bytes, digest, sizeof pseudonym.bytes);
    return pseudonym;
}

struct uuid customer_key_hash(struct customer_key *key, struct text customer)
{
    if (customer.length == 0 || customer.length > REMEMBERED_LENGTH_MAX)
        return customer_key_compute(key, customer);
    uint64_t hash = hash_bytes(customer.bytes, customer.length);
    struct remembered *place = &key->remembered[hash % REMEMBERED];
    if (!text_equal((struct text){place->id, place->length}, customer)) {
        place->pseudonym = customer_key_compute(key, customer);
        place->length = (unsigned char)customer.length;
        memcpy(place->id, customer.bytes, customer.length);
    }
    return place->pseudonym;
}

static void write_hex(const unsigned char *bytes, size_t count, char *out)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < count; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 0x0f];
    }
    out[2 * count] = '\0';
}

void customer_key_fingerprint(struct customer_key *key, char out[17])
{
    unsigned char digest[DIGEST_SIZE];

    customer_key_digest(key, TEXT(FINGERPRINT_INPUT), digest);
    write_hex(digest, 8, out);
}

void hmac_sha256(struct text secret, struct text message, char out[HMAC_TEXT_SIZE])
{
    unsigned char digest[DIGEST_SIZE];
    size_t length;

    if (EVP_Q_mac(NULL, "HMAC", NULL, "SHA256", NULL, secret.bytes, secret.length,
                  (const unsigned char *)message.bytes, message.length, digest, sizeof digest,
                  &length) == NULL ||
        length != DIGEST_SIZE) {
        fputs("HMAC-SHA-256 failed\n", stderr);
        abort();
    }
    write_hex(digest, sizeof digest, out);
}
