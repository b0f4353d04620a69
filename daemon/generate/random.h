/*
 * random.h - seeded random numbers in integers only, the same on every machine.
 *
 * xoshiro256** seeded by splitmix64 (both by Blackman and Vigna, public domain algorithms, written
 * anew here). No floating point and no libm: a stream must not differ between two C libraries. The
 * hot functions are inline.
 *
 * Never put two calls into one expression or argument list: C does not define their order.
 */
#ifndef MERITD_GENERATE_RANDOM_H
#define MERITD_GENERATE_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

#define GENERATE_PPM 1000000 /* shares and chances are in parts per million */

struct generate_random {
    uint64_t state[4];
};

/* The shapes of waits, amounts and gaps; see generate_random_spread. */
enum generate_spread {
    GENERATE_SPREAD_ARRIVALS, /* exponential: time between independent events */
    GENERATE_SPREAD_WAITS,    /* log-normal, sigma 0.8: many short, few long */
    GENERATE_SPREAD_AMOUNTS,  /* log-normal, sigma 0.45: baskets around a typical price */
};

void generate_random_seed(struct generate_random *random, uint64_t seed);

/* A fixed scramble of two numbers: attributes that are looked up instead of stored. */
uint64_t generate_random_hash(uint64_t a, uint64_t b);

static inline uint64_t generate_random_rotate(uint64_t x, int bits)
{
    return (x << bits) | (x >> (64 - bits));
}

static inline uint64_t generate_random_next(struct generate_random *random)
{
    uint64_t *s = random->state;
    const uint64_t result = generate_random_rotate(s[1] * 5, 7) * 9;
    const uint64_t t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = generate_random_rotate(s[3], 45);
    return result;
}

/* 0 … bound - 1; bound > 0. The bias is below bound / 2^32. */
static inline uint32_t generate_random_below(struct generate_random *random, uint32_t bound)
{
    return (uint32_t)(((generate_random_next(random) >> 32) * bound) >> 32);
}

/* low … high, both included. */
static inline int64_t generate_random_between(struct generate_random *random, int64_t low,
                                              int64_t high)
{
    uint64_t span = (uint64_t)(high - low) + 1;

    if (span <= UINT32_MAX)
        return low + (int64_t)generate_random_below(random, (uint32_t)span);
    return low + (int64_t)(generate_random_next(random) % span);
}

static inline bool generate_random_chance(struct generate_random *random, uint32_t ppm)
{
    return generate_random_below(random, GENERATE_PPM) < ppm;
}

/* A value of that shape with this mean; 0 … about 6 times the mean. mean <= 2^52. */
int64_t generate_random_spread(struct generate_random *random, enum generate_spread shape,
                               int64_t mean);

#endif
