"""Schemes of any shape: score.check lists what is wrong with a document, or score.load takes it; and the schema for editors.

Documents are the shipped scheme, changed at random places by a seeded generator. None may come to an error
other than the one that lists its problems, and one that is taken must score and close a month.

MERITD_SCHEMES: how many documents; the default takes some seconds. MERITD_SCHEME_SEED: another sequence.
"""

import copy
import json
import os
import random
from datetime import datetime, timezone

import jsonschema
import psycopg2
import pytest
from checks import session_at
from processes import ROOT

SHIPPED = json.loads((ROOT / "config/schemes/shop-service.json").read_text())
SCHEMA = json.loads((ROOT / "config/schemas/scheme.json").read_text())
DOCUMENTS = int(os.environ.get("MERITD_SCHEMES", "300"))
SEED = os.environ.get("MERITD_SCHEME_SEED", "1")
MONTH, NOW = "2026-09-01", datetime(2026, 10, 20, tzinfo=timezone.utc)
REFUSED = "22023"  # score.load's own; the detail lists the problems

# Each type, the ends of ranges, and what casts and formats stumble over.
ANYTHING = [None, True, False, 0, 1, -1, 0.5, 2**31, 2**63, 1e300, -1e300, 1e-300, "", "x", "0", "NaN", "dispatch", "team",
            "客服", "a" * 2000, "'\"\\%s$1", "%", [], {}, [[]], [{}], {"comment": 1}, {"": 0}, {"value": 1, "points": 2}]
# What a number may become and often still be right.
NUMBERS = [lambda n: n + 1, lambda n: n * 2, lambda n: n / 3, lambda n: -n, lambda n: n + 1e-9, lambda n: 10**12 * (n + 1),
           lambda n: int(n) + 2**31, lambda n: n * 1e200]

# What once was taken and then could not be closed with.
ONCE = [("months", 3.0), ("months", 2**31), ("due_days", 2**31), ("amount", 1e300)]


def places(node):
    """Every (container, key) below the node, outermost first."""
    keys = node.keys() if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in list(keys):
        yield node, key
        yield from places(node[key])


def change(document, chooser):
    """One change at one place, gentle or not."""
    container, key = chooser.choice(list(places(document)))
    value = container[key]
    kind = chooser.randrange(8)
    if kind < 4 and isinstance(value, (int, float)) and not isinstance(value, bool):
        container[key] = chooser.choice(NUMBERS)(value)
    elif kind == 4:
        container[key] = copy.deepcopy(chooser.choice(ANYTHING))
    elif kind == 5:
        del container[key]
    elif kind == 6 and isinstance(container, list):
        container.insert(key, copy.deepcopy(value))
    elif kind == 6:
        container[chooser.choice(["comment", "x", key + "2", ""])] = copy.deepcopy(value)
    else:
        other, at = chooser.choice(list(places(document)))
        container[key] = copy.deepcopy(other[at])


def documents():
    """The shipped scheme; with each value of ONCE; then with one to four changes, and without the sum of weights,
    which would mostly be wrong."""
    yield SHIPPED
    for name, value in ONCE:
        document = copy.deepcopy(SHIPPED)
        for container, key in places(document):
            if key == name:
                container[key] = value
        yield document
    chooser = random.Random(f"schemes {SEED}")
    for _ in range(DOCUMENTS):
        document = copy.deepcopy(SHIPPED)
        del document["weights_add_to"]
        for _ in range(chooser.choice([1, 1, 1, 2, 4])):
            change(document, chooser)
        yield document


@pytest.fixture
def month(meritd, tmp_path):
    """The program on a database with a small month of everything, settled."""
    path = tmp_path / "month.ndjson"
    meritd.run("generate", "--seed", 5, "--agents", 6, "--teams", 2, "--days", 40, "--conversations", 300,
               "--end", "2026-10-05T12:00:00+08:00", "--output", path)
    meritd.run("replay", path, "--now", NOW.isoformat())
    return meritd


def problems(cursor, text):
    cursor.execute("select c.path || ': ' || c.problem from score.check(%s::jsonb) c", (text,))
    return [line for line, in cursor]


def try_load(cursor, text):
    """The lines that score.load refuses the document with; [] when it takes it."""
    cursor.execute("savepoint loading")
    try:
        cursor.execute("select score.load(%s::jsonb)", (text,))
    except psycopg2.Error as error:
        assert error.pgcode == REFUSED, (error.pgcode, error.diag.message_primary)
        cursor.execute("rollback to loading")
        return error.diag.message_detail.split("\n")
    return []


def assert_works(cursor):
    """What the month shows and what closing it writes, under the scheme just loaded."""
    cursor.execute("select * from merit.score where month = %s", (MONTH,))
    scored = cursor.rowcount
    cursor.execute("select * from merit.score_indicator where month = %s", (MONTH,))
    cursor.execute("select period.close(%s, as_of => %s, anyway => true, accept_warnings => true, skip => true,"
                   " reason => 'a test', dry_run => true)", (MONTH, NOW))
    assert scored > 0


@pytest.mark.limit(600)
def test_every_document_is_taken_or_refused(month):
    taken = refused = 0
    for_editors = jsonschema.Draft202012Validator(SCHEMA)
    with session_at(month.database, NOW) as session, session.cursor() as cursor:
        session.autocommit = False
        for document in documents():
            text = json.dumps(document, ensure_ascii=False)
            try:
                wrong = problems(cursor, text)
                assert sorted(try_load(cursor, text)) == sorted(wrong)
                assert wrong or for_editors.is_valid(document)
                if not wrong:
                    assert_works(cursor)
            except (psycopg2.Error, AssertionError) as error:
                pytest.fail(f"{type(error).__name__} {getattr(error, 'pgcode', '')} {error}\n{text}")
            taken, refused = taken + (not wrong), refused + bool(wrong)
            session.rollback()
    assert taken > DOCUMENTS / 10 and refused > DOCUMENTS / 4


TYPES = {"object": "object", "list": "array", "text": "string", "number": "number", "boolean": "boolean"}
KEYWORDS = {"from": "minimum", "to": "maximum", "above": "exclusiveMinimum", "one_of": "enum", "like": "pattern", "least": "minItems",
            "required": "required"}
EXPRESSION = {"$ref": "#/$defs/expression"}
PAY = {"$ref": "#/$defs/pay_expression"}


def drafted(shape):
    """A shape of ref.shape_problems in JSON Schema, without what that cannot say."""
    if not shape:
        return True
    node = {"type": "integer" if shape.get("whole") else TYPES[shape["type"]]}
    node.update({keyword: shape[name] for name, keyword in KEYWORDS.items() if name in shape})
    if "exactly_one" in shape:
        node["oneOf"] = [{"required": [name]} for name in shape["exactly_one"]]
    if "of" in shape:
        node["items"] = drafted(shape["of"])
    if shape["type"] == "object":
        node.update({"minProperties": node.pop("minItems")} if "least" in shape else {})
        node["properties"] = {name: drafted(member) for name, member in shape.get("members", {}).items()} | {"comment": True}
        node["additionalProperties"] = "each" in shape and drafted(shape["each"])
    return node


def naming(name, node, **members):
    """The object that also has the member `name`, which says what it is."""
    return node | {"required": [name, *node.get("required", [])], "properties": node["properties"] | members}


def operands(least, most, expression):
    return {"type": "array", "items": expression, "minItems": least} | ({"maxItems": most} if most else {})


def spelled_out(node):
    """A part of SCHEMA without descriptions, and with what it refers to, but for expressions, which are in themselves."""
    if isinstance(node, list):
        return [spelled_out(item) for item in node]
    if not isinstance(node, dict) or node in (EXPRESSION, PAY):
        return node
    if "$ref" in node:
        return spelled_out(SCHEMA["$defs"][node["$ref"].removeprefix("#/$defs/")])
    return {name: spelled_out(item) for name, item in node.items() if not (name == "description" and isinstance(item, str))}


def test_schema_for_editors_says_what_the_program_checks(meritd):
    """Every shape of the database is in the schema, and nothing else is."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    with session_at(meritd.database, NOW) as session, session.cursor() as cursor:
        cursor.execute("select score.scheme_shape(), score.leaf_shapes('month'), score.leaf_shapes('year'), score.pay_leaf_shapes()")
        (scheme, leaves, longer, pay_leaves), = cursor
        leaves["metric"]["members"] |= longer["metric"]["members"]  # the schema does not know what a period makes of them
        cursor.execute("select rule, per_value, parameters from score.rule")
        rules = {rule: (per_value, drafted(shape)) for rule, per_value, shape in cursor}
        cursor.execute("select operator, least, most, parameters from score.operator")
        operators = list(cursor)
    schema = {name: spelled_out(item) for name, item in SCHEMA.items() if name not in ("$schema", "title", "description", "$defs")}
    indicator = schema["properties"]["indicators"]["items"]
    assert {case["if"]["properties"]["rule"]["const"]: ("values" not in case["then"]["properties"], case["then"]["properties"]["parameters"])
            for case in indicator.pop("allOf")} == {rule: (per_value is not None, shape) for rule, (per_value, shape) in rules.items()}
    expected = drafted(scheme)
    members = expected["properties"]["indicators"]["items"]["properties"]
    members["value"] = members["values"]["items"] = EXPRESSION
    members["rule"], members["parameters"] = {"enum": list(indicator["properties"]["rule"]["enum"])}, True
    assert sorted(members["rule"]["enum"]) == sorted(rules)
    for formula in (expected["properties"]["pay"], *(term["properties"]["pay"] for name, term in expected["properties"]["terms"]["properties"].items() if name != "comment")):
        formula["properties"]["items"]["items"]["properties"]["amount"] = PAY
    assert schema == expected
    for expression, shapes in ((EXPRESSION, leaves), (PAY, pay_leaves)):
        branches = spelled_out(SCHEMA["$defs"][expression["$ref"].removeprefix("#/$defs/")])["oneOf"]
        assert {branch["required"][0]: branch for branch in branches} == {branch["required"][0]: branch for branch in [
            *(naming(name, drafted(shape)) for name, shape in shapes.items()),
            *(naming(operator, drafted(shape), **{operator: operands(least, most, expression)}) for operator, least, most, shape in operators)]}


@pytest.mark.parametrize("path", sorted((ROOT / "config/schemes").glob("*.json")), ids=lambda path: path.stem)
def test_what_is_shipped_is_right(path):
    document = json.loads(path.read_text())
    for_editors = jsonschema.Draft202012Validator(SCHEMA)
    for_editors.validate(document)
    indicator = document["indicators"][0]
    for wrong in ({"period": "fortnight"}, {"weigths_add_to": 100}, {"indicators": []}, {"grades": None}, {"name": "x"},
                  {"indicators": [{**indicator, "weight": -1}]}, {"indicators": [{**indicator, "rule": "band"}]},
                  {"indicators": [{**indicator, "parameters": {}}]}, {"indicators": [{**indicator, "value": {"metrics": "sales"}}]},
                  {"indicators": [{**indicator, "values": [{"number": 1}], "value": {"number": 1}}]}):
        assert not for_editors.is_valid({**document, **wrong}), wrong
    figure = {**indicator, "weight": 0, "rule": "figure", "parameters": {}, "value": {"before": "x", "otherwise": 0}}
    figure.pop("values", None)
    for_editors.validate({**document, "indicators": [indicator, figure]})
