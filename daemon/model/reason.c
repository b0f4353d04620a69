/* reason.c - the names of the reasons. */
#include "model/reason.h"

static const char *const names[] = {
#define X(name, text) [REASON_##name] = (text),
    REASON_LIST(X)
#undef X
};

const char *reason_name(enum reason reason)
{
    return names[reason];
}
