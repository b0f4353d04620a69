/*
 * claim.h - whose conversation it is: the customer whom one of its events names.
 *
 * The best claim wins: that of the earliest customer message, else of the earliest event that names a customer.
 */
#ifndef MERITD_CONVERSATION_CLAIM_H
#define MERITD_CONVERSATION_CLAIM_H

#include "base/hash.h"
#include "base/hmac.h"
#include "model/event.h"

/* A customer and the event that justifies it. Smaller wins: message before other, then event order. */
struct customer_claim {
    bool present;
    bool from_message; /* named by a customer message */
    int64_t time_ms;
    uint8_t kind;
    uint64_t hash;
    struct uuid customer;
};

/* *best becomes the claim, if that is smaller; one that is not present is larger than any. */
void customer_claim_take(struct customer_claim *best, const struct customer_claim *claim);
/* The same with what an event claims; its customer is hashed only then. */
void customer_claim_hear(struct customer_claim *best, const struct chat_event *chat,
                         int64_t time_ms, uint64_t hash, struct customer_key *key);

#endif
