/* event.c - the types of the contract by name and entity. */
#include "model/event.h"

static const struct {
    const char *name;
    enum event_entity entity;
} types[] = {
#define X(name, text, entity) [EVENT_##name] = {text, ENTITY_##entity},
    EVENT_TYPE_LIST(X)
#undef X
};

const char *event_type_name(enum event_type type)
{
    return types[type].name;
}

enum event_entity event_type_entity(enum event_type type)
{
    return types[type].entity;
}

bool event_type_is_record(enum event_type type)
{
    switch (event_type_entity(type)) {
    case ENTITY_CHAT:
    case ENTITY_ORDER:
    case ENTITY_TICKET:
    case ENTITY_SURVEY: return false;
    case ENTITY_MARK:
    case ENTITY_TALLY:
    case ENTITY_TARGET:
    case ENTITY_AGENT: break;
    }
    return true;
}
