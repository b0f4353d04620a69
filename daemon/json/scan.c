/*
 * The scan is a pushdown machine: `expect` says which tokens may come next, and one bit per level remembers
 * whether the level is an object or an array. A syntax error ends the scan. Lone surrogates, nesting and NUL
 * are only noted, because a later syntax error outranks them. Bytes that are not UTF-8 outrank everything, so
 * after a syntax error the rest of the text is searched for them.
 */
#include "json/scan.h"

#include "base/utf8.h"

#include <assert.h>
#include <endian.h>
#include <stdint.h>
#include <stdio.h>

enum expect {
    EXPECT_VALUE,
    EXPECT_VALUE_OR_CLOSE, /* after [ */
    EXPECT_NAME,
    EXPECT_NAME_OR_CLOSE,  /* after { */
    EXPECT_COMMA_OR_CLOSE, /* after a value; at level 0: nothing more */
};

struct scanner {
    const unsigned char *begin;
    const unsigned char *end;
    const unsigned char *at;
    enum expect expect;
    size_t level;
    size_t level_max;
    const unsigned char *surrogate; /* the first lone one, or NULL */
    const unsigned char *deep;      /* the first bracket too deep, or NULL */
    const unsigned char *nul;       /* the first NUL by escape, or NULL */
    bool has_long_number;
    struct json_problem *problem;
    unsigned char is_object[JSON_LENGTH_MAX / 8]; /* one bit per level */
};

static bool wrong(struct scanner *scanner, enum reason reason, const unsigned char *at,
                  const char *text)
{
    struct json_problem *problem = scanner->problem;
    problem->reason = reason;
    problem->offset = (size_t)(at - scanner->begin);
    problem->path[0] = '\0';
    snprintf(problem->text, sizeof problem->text, "%s", text);
    return false;
}

static bool not_json(struct scanner *scanner, const unsigned char *at, const char *text)
{
    size_t length = (size_t)(scanner->end - scanner->begin), bad;
    if (!utf8_is_valid((struct text){(const char *)scanner->begin, length}, &bad))
        return wrong(scanner, REASON_NOT_UTF8, scanner->begin + bad, "bytes that are no UTF-8");
    return wrong(scanner, REASON_NOT_JSON, at, text);
}

#define ONES UINT64_C(0x0101010101010101)
#define TOPS (ONES * 0x80)

/* A byte that ends a run of plain string characters: quote, backslash, control, not ASCII. */
static bool is_special(unsigned char c)
{
    return c == '"' || c == '\\' || c < 0x20 || c >= 0x80;
}

/*
 * Bytes that are neither quotes nor plain, eight at a time: zero when there is none. Otherwise the lowest top
 * bit that is set is that of the first such byte. The last term sets the top bit of every byte that is not
 * ASCII. Each other term sets the top bit of the lowest byte of its kind, and of no ASCII byte below that one.
 */
static uint64_t odd_bytes(uint64_t word)
{
    uint64_t backslash = word ^ ONES * '\\';

    return ((backslash - ONES) | (word - ONES * 0x20) | word) & TOPS;
}

static uint64_t quote_bytes(uint64_t word)
{
    return ((word ^ ONES * '"') - ONES) & TOPS;
}

static uint64_t read_word(const unsigned char *at)
{
    uint64_t word;

    memcpy(&word, at, sizeof word);
    return le64toh(word);
}

/* The first special byte at or after `at`, or end; looks at eight bytes at a time. */
static const unsigned char *skip_plain(const unsigned char *at, const unsigned char *end)
{
    for (; end - at >= 8; at += 8) {
        uint64_t word = read_word(at), special = quote_bytes(word) | odd_bytes(word);
        if (special)
            return at + __builtin_ctzll(special) / 8;
    }
    while (at < end && !is_special(*at))
        at++;
    return at;
}

static int hex_digit(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The code unit of the escape \uXXXX at `at`; -1: there is none. */
static long unicode_escape(const unsigned char *at, const unsigned char *end)
{
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return -1;
    long unit = 0;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* Steps over the escape at scanner->at. */
static bool scan_escape(struct scanner *scanner)
{
    const unsigned char *at = scanner->at;
    if (scanner->end - at >= 2 && at[1] != '\0' && strchr("\"\\/bfnrt", at[1])) {
        scanner->at = at + 2;
        return true;
    }
    long unit = unicode_escape(at, scanner->end);
    if (unit < 0)
        return not_json(scanner, at, "an escape that JSON does not have");
    scanner->at = at + 6;
    if (unit == 0 && !scanner->nul)
        scanner->nul = at;
    if (unit < 0xD800 || unit > 0xDFFF)
        return true;
    long low = unit < 0xDC00 ? unicode_escape(at + 6, scanner->end) : -1;
    if (low >= 0xDC00 && low <= 0xDFFF)
        scanner->at = at + 12;
    else if (!scanner->surrogate)
        scanner->surrogate = at;
    return true;
}

/* Steps over the string whose opening quote is at scanner->at. */
static bool scan_string(struct scanner *scanner)
{
    scanner->at++;
    for (;;) {
        const unsigned char *at = skip_plain(scanner->at, scanner->end);
        if (at == scanner->end)
            return not_json(scanner, at, "a string does not end");
        scanner->at = at;
        if (*at == '"') {
            scanner->at++;
            return true;
        }
        if (*at < 0x20)
            return not_json(scanner, at, "a control character in a string is not escaped");
        if (*at == '\\') {
            if (!scan_escape(scanner))
                return false;
            continue;
        }
        size_t length = utf8_length((struct text){(const char *)at, (size_t)(scanner->end - at)});
        if (length == 0)
            return not_json(scanner, at, "bytes that are no UTF-8");
        scanner->at += length;
    }
}

/* Steps over digits; false when there is none. */
static bool scan_digits(struct scanner *scanner)
{
    const unsigned char *from = scanner->at;
    while (scanner->at < scanner->end && *scanner->at >= '0' && *scanner->at <= '9')
        scanner->at++;
    return scanner->at > from;
}

static bool next_is(const struct scanner *scanner, char c)
{
    return scanner->at < scanner->end && *scanner->at == (unsigned char)c;
}

static bool scan_number(struct scanner *scanner)
{
    const unsigned char *from = scanner->at;
    if (next_is(scanner, '-'))
        scanner->at++;
    if (next_is(scanner, '0'))
        scanner->at++;
    else if (!scan_digits(scanner))
        return not_json(scanner, from, "a minus sign without a number");
    if (next_is(scanner, '.')) {
        scanner->at++;
        if (!scan_digits(scanner))
            return not_json(scanner, from, "a number without digits after its point");
    }
    if (next_is(scanner, 'e') || next_is(scanner, 'E')) {
        scanner->at++;
        if (next_is(scanner, '+') || next_is(scanner, '-'))
            scanner->at++;
        if (!scan_digits(scanner))
            return not_json(scanner, from, "a number without digits in its exponent");
    }
    if (scanner->at - from > JSON_NUMBER_USUAL)
        scanner->has_long_number = true;
    return true;
}

static bool scan_word(struct scanner *scanner, const char *word, size_t length)
{
    if ((size_t)(scanner->end - scanner->at) < length || memcmp(scanner->at, word, length) != 0)
        return not_json(scanner, scanner->at, "a word other than true, false and null");
    scanner->at += length;
    return true;
}

static void open_level(struct scanner *scanner, bool is_object)
{
    size_t level = scanner->level++;
    unsigned char *kinds = &scanner->is_object[level / 8];
    unsigned char kind = (unsigned char)(1u << level % 8);
    if (level % 8 == 0) /* the byte's first level: it has old bits */
        *kinds = 0;
    *kinds = (unsigned char)(is_object ? *kinds | kind : *kinds & ~kind);
    if (scanner->level > scanner->level_max && !scanner->deep)
        scanner->deep = scanner->at;
    scanner->at++;
    scanner->expect = is_object ? EXPECT_NAME_OR_CLOSE : EXPECT_VALUE_OR_CLOSE;
}

static bool in_object(const struct scanner *scanner)
{
    size_t level = scanner->level - 1;
    return scanner->is_object[level / 8] >> level % 8 & 1;
}

static void close_level(struct scanner *scanner)
{
    scanner->level--;
    scanner->at++;
    scanner->expect = EXPECT_COMMA_OR_CLOSE;
}

static bool scan_value(struct scanner *scanner)
{
    scanner->expect = EXPECT_COMMA_OR_CLOSE;
    switch (*scanner->at) {
    case '"': return scan_string(scanner);
    case '{': open_level(scanner, true); return true;
    case '[': open_level(scanner, false); return true;
    case 't': return scan_word(scanner, "true", 4);
    case 'f': return scan_word(scanner, "false", 5);
    case 'n': return scan_word(scanner, "null", 4);
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9': return scan_number(scanner);
    default: return not_json(scanner, scanner->at, "no value begins like this");
    }
}

static bool scan_behind_value(struct scanner *scanner)
{
    if (scanner->level == 0)
        return not_json(scanner, scanner->at, "something follows the value");
    bool is_object = in_object(scanner);
    if (*scanner->at == ',') {
        scanner->at++;
        scanner->expect = is_object ? EXPECT_NAME : EXPECT_VALUE;
        return true;
    }
    if (*scanner->at != (is_object ? '}' : ']'))
        return not_json(scanner, scanner->at,
                        is_object ? "a comma or } is missing" : "a comma or ] is missing");
    close_level(scanner);
    return true;
}

static void skip_space(struct scanner *scanner)
{
    while (scanner->at < scanner->end && *scanner->at <= ' ' &&
           (*scanner->at == ' ' || *scanner->at == '\n' || *scanner->at == '\r' ||
            *scanner->at == '\t'))
        scanner->at++;
}

static bool scan_colon(struct scanner *scanner)
{
    skip_space(scanner);
    if (!next_is(scanner, ':'))
        return not_json(scanner, scanner->at, "a colon is missing");
    scanner->at++;
    return true;
}

/* One step: the token at scanner->at, which is neither white space nor the end (a name comes with its colon). */
static bool scan_token(struct scanner *scanner)
{
    switch (scanner->expect) {
    case EXPECT_VALUE_OR_CLOSE:
        if (*scanner->at == ']') {
            close_level(scanner);
            return true;
        }
        return scan_value(scanner);
    case EXPECT_VALUE: return scan_value(scanner);
    case EXPECT_NAME_OR_CLOSE:
        if (*scanner->at == '}') {
            close_level(scanner);
            return true;
        }
        /* fall through */
    case EXPECT_NAME:
        if (*scanner->at != '"')
            return not_json(scanner, scanner->at, "a member does not begin with its name");
        scanner->expect = EXPECT_VALUE;
        return scan_string(scanner) && scan_colon(scanner);
    case EXPECT_COMMA_OR_CLOSE: return scan_behind_value(scanner);
    }
    return false;
}

static bool scan_syntax(struct scanner *scanner)
{
    for (skip_space(scanner); scanner->at < scanner->end; skip_space(scanner))
        if (!scan_token(scanner))
            return false;
    if (scanner->expect != EXPECT_COMMA_OR_CLOSE || scanner->level > 0)
        return not_json(scanner, scanner->end, "the text ends too early");
    return true;
}

bool scan_json(struct text t, unsigned levels_above, bool *has_long_number,
               struct json_problem *problem)
{
    assert(t.length <= JSON_LENGTH_MAX);
    struct scanner scanner;
    scanner.begin = scanner.at = (const unsigned char *)t.bytes;
    scanner.end = scanner.begin + t.length;
    scanner.expect = EXPECT_VALUE;
    scanner.level = 0;
    scanner.level_max = JSON_LEVELS_MAX - levels_above;
    scanner.surrogate = scanner.deep = scanner.nul = NULL;
    scanner.has_long_number = false;
    scanner.problem = problem;
    if (!scan_syntax(&scanner))
        return false;
    if (scanner.surrogate)
        return wrong(&scanner, REASON_NOT_UTF8, scanner.surrogate,
                     "the escape of a lone surrogate");
    if (scanner.deep)
        return wrong(&scanner, REASON_NESTING_TOO_DEEP, scanner.deep,
                     "more than 16 levels of nesting");
    if (scanner.nul)
        return wrong(&scanner, REASON_INVALID_VALUE, scanner.nul, "the character NUL");
    *has_long_number = scanner.has_long_number;
    return true;
}

/* Bytes that a processor compares at once. Those that are not ASCII are below zero. */
typedef signed char chunk __attribute__((vector_size(16)));

/* All bits of each byte that is not plain. */
static chunk odd_chunk(const char *at)
{
    chunk bytes;

    memcpy(&bytes, at, sizeof bytes);
    return (bytes < ' ') | (bytes == '\\');
}

static bool is_plain_byte_by_byte(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (is_special((unsigned char)t.bytes[i]) && t.bytes[i] != '"')
            return false;
    return true;
}

bool scan_is_plain(struct text t)
{
    chunk odd;
    uint64_t halves[2];

    if (t.length < sizeof odd)
        return is_plain_byte_by_byte(t);
    odd = odd_chunk(t.bytes + t.length - sizeof odd);
    for (size_t at = 0; at < t.length - sizeof odd; at += sizeof odd)
        odd |= odd_chunk(t.bytes + at);
    memcpy(halves, &odd, sizeof halves);
    return (halves[0] | halves[1]) == 0;
}
