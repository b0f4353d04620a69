/*
 * random.c - seeding, hashing, and the shapes as tables of quantiles.
 *
 * A shape is its quantile function at 0/64 … 64/64 (the two ends taken at a quarter of a step),
 * with straight lines between, scaled to a mean of 1024. It cuts off the far tail on purpose: a shop's
 * numbers should not depend on one draw in a million.
 */
#include "generate/random.h"

#define STEPS 64
#define STEP_BITS 6
#define SCALE_BITS 10

/* clang-format off */
static const uint16_t quantiles[][STEPS + 1] = {
    [GENERATE_SPREAD_ARRIVALS] = {
        4, 16, 33, 49, 66, 84, 101, 119, 137, 156, 175, 194, 213, 233, 254, 274, 296, 317, 339, 362,
        385, 409, 433, 458, 483, 509, 536, 563, 591, 620, 650, 681, 712, 745, 779, 813, 850, 887,
        926, 966, 1008, 1052, 1097, 1145, 1195, 1248, 1304, 1362, 1425, 1491, 1562, 1638, 1720,
        1810, 1908, 2016, 2137, 2274, 2432, 2620, 2849, 3145, 3561, 4274, 5698 },
    [GENERATE_SPREAD_WAITS] = {
        89, 134, 169, 196, 219, 241, 261, 280, 298, 316, 334, 351, 368, 385, 402, 419, 436, 454,
        471, 489, 506, 524, 543, 561, 580, 600, 619, 639, 660, 681, 703, 726, 749, 772, 797, 823,
        849, 877, 905, 935, 966, 999, 1033, 1069, 1107, 1147, 1190, 1235, 1284, 1337, 1393, 1455,
        1522, 1597, 1680, 1773, 1879, 2002, 2149, 2327, 2554, 2861, 3322, 4194, 6287 },
    [GENERATE_SPREAD_AMOUNTS] = {
        280, 352, 401, 436, 465, 490, 512, 533, 552, 571, 588, 605, 622, 638, 654, 669, 684, 699,
        714, 729, 744, 759, 773, 788, 803, 818, 833, 848, 863, 879, 895, 911, 927, 943, 960, 977,
        995, 1013, 1031, 1050, 1070, 1090, 1111, 1132, 1155, 1178, 1203, 1228, 1256, 1284, 1314,
        1347, 1382, 1419, 1460, 1505, 1555, 1612, 1677, 1754, 1849, 1970, 2143, 2443, 3068 },
};
/* clang-format on */

static uint64_t splitmix_scramble(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

void generate_random_seed(struct generate_random *random, uint64_t seed)
{
    for (int i = 0; i < 4; i++) {
        seed += UINT64_C(0x9E3779B97F4A7C15);
        random->state[i] = splitmix_scramble(seed);
    }
}

uint64_t generate_random_hash(uint64_t a, uint64_t b)
{
    return splitmix_scramble(splitmix_scramble(a + UINT64_C(0x9E3779B97F4A7C15)) ^ b);
}

int64_t generate_random_spread(struct generate_random *random, enum generate_spread shape,
                               int64_t mean)
{
    uint64_t draw = generate_random_next(random);
    uint32_t step = (uint32_t)(draw >> (64 - STEP_BITS));
    int64_t within = (int64_t)((draw >> (64 - STEP_BITS - SCALE_BITS)) & ((1 << SCALE_BITS) - 1));
    int64_t low = quantiles[shape][step];
    int64_t high = quantiles[shape][step + 1];
    int64_t factor = (low << SCALE_BITS) + (high - low) * within; /* 2^20 is 1 */

    /* Computes the whole part and the rest separately, so that the product fits into 64 bits. */
    return (mean >> SCALE_BITS) * (factor >> SCALE_BITS) +
           (((mean & ((1 << SCALE_BITS) - 1)) * factor) >> (2 * SCALE_BITS));
}
