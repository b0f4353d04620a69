/* config.c - reads values from their sources, in order; compares two configurations. */
#include "config/config.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "config/option_table.h"
#include "config/read_file.h"
#include "config/value.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_SIZE = 80 };

/* ---- built in ---- */

static void config_set_defaults(struct config *config, struct buffer *problems)
{
    const struct config_place place = {"built-in default", problems};

    for (size_t i = 0; i < option_count; i++)
        if (option_table[i].initial != NULL &&
            !config_value_from_text(config, &option_table[i], option_table[i].initial, &place))
            return; /* out of memory; already reported */
}

/* ---- the file ---- */

static void config_set_from_file(struct config *config, const struct option *option,
                                 const struct json_value *value, const struct config_place *place)
{
    if (config_value_from_json(config, option, value, place) && json_kind(value) != JSON_NULL)
        config->origins[option - option_table] = CONFIG_FILE;
}

/* Lists the names of a section's members, or of all sections, for a message. */
static void config_name_options(const char *section, struct buffer *names)
{
    size_t before = 0; /* length of the last name listed */
    const char *last = "";

    for (size_t i = 0; i < option_count; i++) {
        const char *name = option_table[i].name;
        size_t dot = strcspn(name, ".");
        bool ours = section == NULL || (strlen(section) == dot && strncmp(name, section, dot) == 0);
        const char *shown = section == NULL ? name : name + dot + 1;
        size_t length = section == NULL ? dot : strlen(shown);
        if (!ours || (length == before && strncmp(last, shown, length) == 0))
            continue;
        buffer_append_format(names, "%s%.*s", before ? ", " : "", (int)length, shown);
        before = length;
        last = shown;
    }
}

static void config_complain_unknown(const struct config_place *place, const char *section,
                                    const char *name)
{
    struct buffer names;

    buffer_init(&names);
    config_name_options(section, &names);
    bool known = names.length > 0;
    if (!known)
        config_name_options(NULL, &names);
    if (section != NULL && known)
        config_complain(place, "%s.%s is no option; those of %s are %.*s", section, name, section,
                        (int)names.length, (const char *)names.bytes);
    else
        config_complain(place, "%s is no section; the sections are %.*s", name, (int)names.length,
                        (const char *)names.bytes);
    buffer_clear(&names);
}

static void config_read_section(struct config *config, const struct json_value *section,
                                const struct config_place *place)
{
    const char *title = json_name(section);
    char name[NAME_SIZE];
    struct buffer names;

    buffer_init(&names);
    config_name_options(title, &names);
    bool known = names.length > 0;
    buffer_clear(&names);
    if (!known) {
        config_complain_unknown(place, NULL, title);
        return;
    }
    if (json_kind(section) != JSON_OBJECT) {
        config_complain(place, "%s must be an object, with the options of that section", title);
        return;
    }
    for (const struct json_value *v = json_first(section); v != NULL; v = json_next(v)) {
        snprintf(name, sizeof name, "%s.%s", title, json_name(v));
        const struct option *option = option_find(name);
        if (option == NULL)
            config_complain_unknown(place, title, json_name(v));
        else
            config_set_from_file(config, option, v, place);
    }
}

static void config_read_json(struct config *config, const struct json_value *root,
                             const struct config_place *place)
{
    if (json_kind(root) != JSON_OBJECT) {
        config_complain(place, "must be an object of sections: shop, kafka, …");
        return;
    }
    for (const struct json_value *v = json_first(root); v != NULL; v = json_next(v))
        config_read_section(config, v, place);
}

static void config_read_file(struct config *config, const char *path, struct buffer *problems)
{
    const struct config_place place = {path, problems};
    const struct json_value *root;
    struct buffer text;
    struct error error;

    buffer_init_secret(&text);
    struct json *json = json_new(&error);
    if (json != NULL && read_json_file(path, json, &text, &root, &error))
        config_read_json(config, root, &place);
    else
        buffer_append_format(problems, "%s\n", error.text);
    json_free(json);
    buffer_clear(&text);
}

/* ---- the environment ---- */

static const struct option *config_option_of_variable(const char *variable, size_t length)
{
    char name[OPTION_VARIABLE_SIZE];

    for (size_t i = 0; i < option_count; i++) {
        option_variable(&option_table[i], name);
        if (strlen(name) == length && strncmp(name, variable, length) == 0)
            return &option_table[i];
    }
    return NULL;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);

    return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* "…_PORT_9092_TCP", perhaps followed by _PROTO, _PORT or _ADDR. */
static bool is_port_of_service(const char *name)
{
    static const char *const ends[] = {"", "_PROTO", "_PORT", "_ADDR"};
    static const char *const protocols[] = {"_TCP", "_UDP", "_SCTP"};
    const char *port = strstr(name, "_PORT_");
    char end[16];

    if (port == NULL)
        return false;
    port += strlen("_PORT_");
    size_t digits = strspn(port, "0123456789");
    for (size_t i = 0; i < sizeof ends / sizeof ends[0] && digits > 0; i++)
        for (size_t p = 0; p < sizeof protocols / sizeof protocols[0]; p++) {
            snprintf(end, sizeof end, "%s%s", protocols[p], ends[i]);
            if (strcmp(port + digits, end) == 0)
                return true;
        }
    return false;
}

/* Variables that Kubernetes sets for every service, and Docker for linked containers. */
static bool is_of_service(const char *name, const char *value)
{
    return ends_with(name, "_SERVICE_HOST") || ends_with(name, "_SERVICE_PORT") ||
           strstr(name, "_SERVICE_PORT_") != NULL || is_port_of_service(name) ||
           (ends_with(name, "_PORT") && strstr(value, "://") != NULL);
}

static void config_complain_variable(const struct config_place *place)
{
    struct nearest nearest = {.word = place->where};
    char name[OPTION_VARIABLE_SIZE], best[OPTION_VARIABLE_SIZE] = "";

    for (size_t i = 0; i < option_count; i++) {
        nearest.name = NULL;
        size_t before = nearest.distance;
        nearest_try(&nearest, option_variable(&option_table[i], name));
        if (nearest.name != NULL && (best[0] == '\0' || nearest.distance < before))
            snprintf(best, sizeof best, "%s", name);
    }
    if (best[0] != '\0')
        config_complain(place, "names no option; %s does", best);
    else
        config_complain(place, "names no option (meritd --print-config shows them all)");
}

static void config_read_variable(struct config *config, const char *variable,
                                 struct buffer *problems)
{
    size_t length = strcspn(variable, "=");
    const struct option *option = config_option_of_variable(variable, length);
    char name[OPTION_VARIABLE_SIZE];
    const struct config_place place = {name, problems};
    size_t bad;

    snprintf(name, sizeof name, "%.*s", (int)length, variable);
    if (variable[length] == '\0' || variable[length + 1] == '\0')
        return; /* an empty value means not set */
    if (option == NULL && is_of_service(name, variable + length + 1))
        log_warn(
            "config",
            "%s comes from a Kubernetes service, or a linked container, of that name and is no "
            "option: passed over",
            name);
    else if (option == NULL)
        config_complain_variable(&place);
    else if (!utf8_is_valid(text_of(variable + length + 1), &bad))
        config_complain(&place, "%s is not UTF-8 (byte %zu)", option->name, bad);
    else if (config_value_from_text(config, option, variable + length + 1, &place))
        config->origins[option - option_table] = CONFIG_ENVIRONMENT;
}

static void config_read_environment(struct config *config, char *const *environment,
                                    struct buffer *problems)
{
    for (; *environment != NULL; environment++)
        if (option_is_ours(*environment, strcspn(*environment, "=")))
            config_read_variable(config, *environment, problems);
}

/* ---- everything together ---- */

struct config *config_load(const char *path, char *const *environment, struct buffer *problems)
{
    struct config *config = memory_alloc_or_die(sizeof *config);
    struct text copy;

    *config = (struct config){0};
    arena_init(&config->arena);
    config->arena.secret = true;
    config_set_defaults(config, problems);
    if (path != NULL) {
        if (arena_text(&config->arena, (struct text){path, strlen(path) + 1}, &copy))
            config->path = copy.bytes;
        config_read_file(config, path, problems);
    }
    config_read_environment(config, environment, problems);
    if (problems->length == 0 && !problems->failed)
        return config;
    config_free(config);
    return NULL;
}

void config_free(struct config *config)
{
    if (config == NULL)
        return;
    arena_clear(&config->arena);
    memory_free(config);
}

bool config_is_set(const struct config *config, const char *option)
{
    return config->origins[option_find(option) - option_table] != CONFIG_DEFAULT;
}

struct kafka_options config_kafka_options(const struct config *config)
{
    return (struct kafka_options){
        .bootstrap_servers = config->kafka_bootstrap_servers,
        .topics = config->kafka_topics.items,
        .topic_count = config->kafka_topics.count,
        .group_id = config->kafka_group_id,
        .group_instance_id = config->kafka_group_instance_id,
        .settings = config->kafka_options.items,
        .setting_count = config->kafka_options.count,
        .settings_file = config->kafka_options_file,
        .on_gap = (enum kafka_gap)config->kafka_on_gap,
    };
}

/* ---- reloading ---- */

static bool text_same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool list_same(const struct config_list *a, const struct config_list *b)
{
    bool same = a->count == b->count;

    for (size_t i = 0; i < a->count && same; i++)
        same = text_same(a->items[i], b->items[i]);
    return same;
}

static bool pairs_same(const struct config_pairs *a, const struct config_pairs *b)
{
    bool same = a->count == b->count;

    for (size_t i = 0; i < a->count && same; i++)
        same = text_same(a->items[i].name, b->items[i].name) &&
               text_same(a->items[i].value, b->items[i].value);
    return same;
}

static bool option_same(const struct option *option, const struct config *a, const struct config *b)
{
    const void *one = (const char *)a + option->offset;
    const void *other = (const char *)b + option->offset;

    switch (option->type) {
    case OPTION_TEXT: return text_same(*(const char *const *)one, *(const char *const *)other);
    case OPTION_INTEGER:
    case OPTION_CHOICE: return *(const int64_t *)one == *(const int64_t *)other;
    case OPTION_LIST: return list_same(one, other);
    case OPTION_PAIRS: return pairs_same(one, other);
    }
    return false;
}

void config_restart_needed(const struct config *before, const struct config *after,
                           struct buffer *names)
{
    for (size_t i = 0; i < option_count; i++)
        if (!option_table[i].reloadable && !option_same(&option_table[i], before, after))
            buffer_append_format(names, "%s\n", option_table[i].name);
}
