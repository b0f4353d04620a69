/*
 * hmac.h - customers under a pseudonym: HMAC-SHA-256 of the platform's id, cut to 128 bits.
 *
 * The secret comes from a file; without one a fixed, published key stands in (check and status warn).
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

/* 64-bit fingerprint of the key in hex (17 bytes with NUL), to tell keys apart without showing them. */
void customer_key_fingerprint(struct customer_key *key, char out[17]);

#endif
