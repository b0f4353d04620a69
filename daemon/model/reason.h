/*
 * reason.h - why a record became a dead letter. ingest.dead_letter stores the names.
 */
#ifndef MERITD_MODEL_REASON_H
#define MERITD_MODEL_REASON_H

#define REASON_LIST(X)                                                                             \
    X(NOT_UTF8, "not_utf8")                   /* not UTF-8, or a lone surrogate */                 \
    X(TOO_LARGE, "too_large")                 /* over 64 KiB */                                    \
    X(NOT_JSON, "not_json")                   /* not strict RFC 8259 */                            \
    X(NESTING_TOO_DEEP, "nesting_too_deep")   /* over 16 levels */                                 \
    X(DUPLICATE_MEMBER, "duplicate_member")   /* one name twice in an object */                    \
    X(NOT_CLOUDEVENT, "not_cloudevent")       /* not an object with specversion 1.0 */             \
    X(MISSING_MEMBER, "missing_member")       /* a required member is absent, null or empty */     \
    X(WRONG_TYPE, "wrong_type")               /* a known member of another JSON type */            \
    X(INVALID_VALUE, "invalid_value")         /* right type, but a wrong form or word */           \
    X(OUT_OF_RANGE, "out_of_range")           /* a number or date outside its range */             \
    X(TIME_OUT_OF_RANGE, "time_out_of_range") /* event time before 2000 or in the future */        \
    X(CURRENCY_MISMATCH, "currency_mismatch") /* not the shop's currency */                        \
    X(UNKNOWN_TYPE, "unknown_type")           /* not a type of the contract */                     \
    X(REFUSED_BY_STORE, "refused_by_store")   /* PostgreSQL refused it */

enum reason {
#define X(name, text) REASON_##name,
    REASON_LIST(X)
#undef X
        REASON_COUNT
};

/* "not_utf8", …; static storage. */
const char *reason_name(enum reason reason);

#endif
