/* claim.c - see claim.h. */
#include "conversation/claim.h"

#include "conversation/sort.h"

/* Compares claims without their customers, as far as the events alone decide. */
static int compare_event(const struct customer_claim *a, const struct customer_claim *b)
{
    if (!a->present || !b->present)
        return (int)b->present - (int)a->present;
    if (a->from_message != b->from_message)
        return a->from_message ? -1 : 1;
    if (a->time_ms != b->time_ms)
        return COMPARE(a->time_ms, b->time_ms);
    if (a->kind != b->kind)
        return COMPARE(a->kind, b->kind);
    return COMPARE(a->hash, b->hash);
}

static int compare(const struct customer_claim *a, const struct customer_claim *b)
{
    int order = compare_event(a, b);

    return order != 0 || !a->present ? order : uuid_compare(&a->customer, &b->customer);
}

void customer_claim_take(struct customer_claim *best, const struct customer_claim *claim)
{
    if (compare(claim, best) < 0)
        *best = *claim;
}

/* The keyed hash costs more than the rest of an event, so it is computed only if the claim may win. */
void customer_claim_hear(struct customer_claim *best, const struct chat_event *chat,
                         int64_t time_ms, uint64_t hash, struct customer_key *key)
{
    struct customer_claim claim = {
        .present = true,
        .from_message = chat->kind == CHAT_CUSTOMER,
        .time_ms = time_ms,
        .kind = (uint8_t)chat->kind,
        .hash = hash,
    };

    if (text_is_absent(chat->customer) || compare_event(&claim, best) > 0)
        return;
    claim.customer = customer_key_hash(key, chat->customer);
    customer_claim_take(best, &claim);
}
