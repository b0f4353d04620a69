/*
 * claim.h - whose conversation it is: the customer that its events name.
 *
 * The best claim wins: the earliest customer message's, or else that of the earliest event that names a
 * customer.
 */
#ifndef MERITD_CONVERSATION_CLAIM_H
#define MERITD_CONVERSATION_CLAIM_H

#include "base/hash.h"
#include "base/hmac.h"
#include "model/event.h"

/* A customer, and the event that named it. The smaller claim wins: message before other, then event order. */
struct customer_claim {
    bool present;
    bool from_message; /* named by a customer message */
    int64_t time_ms;
    uint8_t kind;
    uint64_t hash;
    struct uuid customer;
};

/* *best becomes the claim, if the claim is smaller. A claim that is not present is larger than any. */
void customer_claim_take(struct customer_claim *best, const struct customer_claim *claim);
/* Does the same with an event's claim; hashes its customer only if the claim wins. */
void customer_claim_hear(struct customer_claim *best, const struct chat_event *chat,
                         int64_t time_ms, uint64_t hash, struct customer_key *key);

#endif
