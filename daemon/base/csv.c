/* csv.c - one field at a time; unquoting writes to a place before the one that it reads. */
#include "base/csv.h"

void csv_open(struct csv *csv, void *bytes, size_t length)
{
    static const char mark[] = "\xef\xbb\xbf";
    size_t marked = length >= 3 && memcmp(bytes, mark, 3) == 0 ? 3 : 0;

    *csv = (struct csv){.at = (char *)bytes + marked, .end = (char *)bytes + length, .line = 1};
}

/* The bytes of the line end at this place; 0: there is none. */
static size_t csv_line_end(const struct csv *csv)
{
    if (csv->at < csv->end && *csv->at == '\n')
        return 1;
    if (csv->at + 1 < csv->end && csv->at[0] == '\r' && csv->at[1] == '\n')
        return 2;
    return 0;
}

static bool csv_at_field_end(const struct csv *csv)
{
    return csv->at == csv->end || *csv->at == ',' || csv_line_end(csv) > 0;
}

static struct text csv_plain(struct csv *csv, const char **problem)
{
    const char *begin = csv->at;

    for (; !csv_at_field_end(csv); csv->at++)
        if (*csv->at == '"')
            *problem = "a quote within a field that is not quoted";
    return (struct text){begin, (size_t)(csv->at - begin)};
}

static struct text csv_quoted(struct csv *csv, const char **problem)
{
    char *begin = ++csv->at, *out = begin;

    for (; csv->at < csv->end; csv->at++) {
        if (*csv->at == '"' && (csv->at + 1 == csv->end || csv->at[1] != '"'))
            break;
        csv->at += *csv->at == '"';
        csv->line += *csv->at == '\n';
        *out++ = *csv->at;
    }
    if (csv->at == csv->end) {
        *problem = "a quote that does not end";
    } else {
        csv->at++;
        if (!csv_at_field_end(csv))
            *problem = "something between a closing quote and the comma";
        csv_plain(csv, problem);
    }
    return (struct text){begin, (size_t)(out - begin)};
}

static void csv_skip_empty(struct csv *csv)
{
    for (size_t length; (length = csv_line_end(csv)) > 0; csv->line++)
        csv->at += length;
}

bool csv_next(struct csv *csv, struct csv_record *record)
{
    csv_skip_empty(csv);
    *record = (struct csv_record){.line = csv->line};
    if (csv->at == csv->end)
        return false;
    for (bool more = true; more;) {
        bool quoted = csv->at < csv->end && *csv->at == '"';
        struct text field = quoted ? csv_quoted(csv, &record->problem)
                                   : csv_plain(csv, &record->problem);
        if (record->count < CSV_FIELDS_MAX)
            record->fields[record->count] = field;
        record->count++;
        more = csv->at < csv->end && *csv->at == ',';
        csv->at += more;
    }
    size_t ending = csv_line_end(csv);
    csv->at += ending;
    csv->line += ending > 0;
    return true;
}
