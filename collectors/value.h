/*
 * value.h - how much of a record's value is handed over: the contract's limit, and one more byte that tells
 * decode that the value was longer.
 */
#ifndef MERITD_COLLECTORS_VALUE_H
#define MERITD_COLLECTORS_VALUE_H

#include "model/record.h"

#define COLLECTOR_VALUE_MAX ((size_t)RECORD_VALUE_MAX + 1)

/* Lends length bytes as the record's value; leaves out bytes beyond the limit, and marks the value as cut. */
static inline void collector_value_set(struct record *record, const void *bytes, size_t length)
{
    record->cut = length > COLLECTOR_VALUE_MAX;
    record->value = (struct text){bytes, record->cut ? COLLECTOR_VALUE_MAX : length};
}

#endif
