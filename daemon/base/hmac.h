/*
 * hmac.h - HMAC-SHA-256: makes customers' pseudonyms (cut to 128 bits) and signs messages.
 *
 * The customers' secret comes from a file; without a file a fixed, published key is used (check and status
 * warn).
 */
#ifndef MERITD_BASE_HMAC_H
#define MERITD_BASE_HMAC_H

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"

struct customer_key;

/* Caller frees by customer_key_free. secret: 1 to 4096 bytes; absent = the published key. */
MUST_CHECK struct customer_key *customer_key_new(struct text secret, struct error *error);
void customer_key_free(struct customer_key *key);

/* The customer's pseudonym. Cannot fail once the key exists. */
struct uuid customer_key_hash(struct customer_key *key, struct text customer);

/* The key's 64-bit fingerprint in hex (17 bytes with NUL): tells keys apart without showing them. */
void customer_key_fingerprint(struct customer_key *key, char out[17]);

#define HMAC_TEXT_SIZE 65 /* 32 bytes in hex and NUL */

/* HMAC-SHA-256 of a message under a secret, in lower-case hex. */
void hmac_sha256(struct text secret, struct text message, char out[HMAC_TEXT_SIZE]);

#endif
