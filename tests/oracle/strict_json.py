"""JSON as the event contract wants it: RFC 8259 to the letter, and a few limits of its own.

Python's parser does nearly all; this adds what it is lenient about: duplicate members, NaN and
Infinity, numbers beyond a double, nesting, lone surrogates and NUL by escape.
"""

import json
import math
import re

MAX_BYTES = 64 * 1024
MAX_NESTING = 16  # the envelope is the first level
SURROGATE = re.compile("[\ud800-\udfff]")


class Reject(Exception):
    """A record that the contract refuses: one reason code, and words for a person."""

    def __init__(self, reason: str, message: str):
        super().__init__(f"{reason}: {message}")
        self.reason = reason
        self.message = message


def loads(line: bytes):
    """The value of one record; raises Reject. Numbers come as int (no point, no exponent) or float."""
    if len(line) > MAX_BYTES:
        raise Reject("too_large", f"{len(line)} bytes, at most {MAX_BYTES}")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Reject("not_utf8", str(error)) from None
    if _nesting(text) > MAX_NESTING:
        raise Reject("nesting_too_deep", f"more than {MAX_NESTING} levels")
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_float,
        )
    except json.JSONDecodeError as error:
        raise Reject("not_json", str(error)) from None
    _check_strings(value)
    return value


def _nesting(text: str) -> int:
    """Deepest level of brackets outside of strings; meaningful for well-formed text only."""
    depth = deepest = 0
    in_string = escaped = False
    for char in text:
        if in_string:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                in_string = False
        elif char == '"':
            in_string = True
        elif char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    return deepest


def _object(pairs):
    members = dict(pairs)
    if len(members) < len(pairs):
        raise Reject("duplicate_member", "a member name occurs twice in one object")
    return members


def _constant(word):
    raise Reject("not_json", f"{word} is not JSON")


def _integer(digits):
    if len(digits) > 400:  # Python refuses to convert very long ones; no double is that long
        raise Reject("out_of_range", "number beyond a double")
    value = int(digits)
    _float(digits)
    return value


def _float(digits):
    value = float(digits)
    if math.isinf(value):
        raise Reject("out_of_range", "number beyond a double")
    return value


def _check_strings(value):
    if isinstance(value, str):
        if SURROGATE.search(value):
            raise Reject("not_utf8", "lone surrogate by escape")
        if "\0" in value:
            raise Reject("invalid_value", "NUL in a string")
    elif isinstance(value, list):
        for item in value:
            _check_strings(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            _check_strings(name)
            _check_strings(item)
