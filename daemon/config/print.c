/* print.c - prints the configuration in force as a configuration file. */
#include "config/config.h"
#include "config/option_table.h"

#include <inttypes.h>
#include <string.h>

static void print_string(const char *text, FILE *out)
{
    if (text == NULL) {
        fputs("null", out);
        return;
    }
    putc('"', out);
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < ' ')
            fprintf(out, "\\u%04x", (unsigned char)*text);
        else
            fprintf(out, *text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    }
    putc('"', out);
}

static void print_list(const struct config_list *list, FILE *out)
{
    putc('[', out);
    for (size_t i = 0; i < list->count; i++) {
        fputs(i == 0 ? "" : ", ", out);
        print_string(list->items[i], out);
    }
    putc(']', out);
}

static void print_pairs(const struct config_pairs *pairs, FILE *out)
{
    putc('{', out);
    for (size_t i = 0; i < pairs->count; i++) {
        fputs(i == 0 ? "" : ", ", out);
        print_string(pairs->items[i].name, out);
        fputs(": ", out);
        print_string(kafka_setting_is_plain(pairs->items[i].name) ? pairs->items[i].value
                                                                  : "(not shown)",
                     out);
    }
    putc('}', out);
}

static void print_value(const struct config *config, const struct option *option, FILE *out)
{
    const void *member = (const char *)config + option->offset;
    const char *text = NULL;

    switch (option->type) {
    case OPTION_TEXT:
        text = *(const char *const *)member;
        if (option->secret && text != NULL)
            text = "(not shown)";
        print_string(text, out);
        break;
    case OPTION_INTEGER: fprintf(out, "%" PRId64, *(const int64_t *)member); break;
    case OPTION_CHOICE: {
        struct text word = option_choice(option, *(const int64_t *)member);
        fprintf(out, "\"%.*s\"", (int)word.length, word.bytes);
        break;
    }
    case OPTION_LIST: print_list(member, out); break;
    case OPTION_PAIRS: print_pairs(member, out); break;
    }
}

static bool same_section(const struct option *a, const struct option *b)
{
    size_t length = strcspn(a->name, ".") + 1;

    return strncmp(a->name, b->name, length) == 0;
}

static const char *origin_name(enum config_origin origin)
{
    switch (origin) {
    case CONFIG_DEFAULT: return "default";
    case CONFIG_FILE: return "file";
    case CONFIG_ENVIRONMENT: return "environment";
    }
    return "";
}

void config_print(const struct config *config, FILE *out)
{
    fprintf(out, "// file: %s\n{", config->path ? config->path : "none");
    for (size_t i = 0; i < option_count; i++) {
        const struct option *option = &option_table[i];
        int section = (int)strcspn(option->name, ".");
        bool last = i + 1 == option_count || !same_section(option, option + 1);
        if (i == 0 || !same_section(option, option - 1))
            fprintf(out, "\n  \"%.*s\": {\n", section, option->name);
        fprintf(out, "    \"%s\": ", option->name + section + 1);
        print_value(config, option, out);
        fprintf(out, "%s // %s\n", last ? "" : ",", origin_name(config->origins[i]));
        if (last)
            fputs(i + 1 == option_count ? "  }" : "  },", out);
    }
    fputs("\n}\n", out);
}
