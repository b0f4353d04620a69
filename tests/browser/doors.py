"""The doors as the documents have them: what may be asked (docs/web.md), and what an answer looks like (docs/doors.md).

The stand-in refuses what `meritd web` would refuse and answers in these shapes; test_real.py holds the shapes against
the real answers. A member that a shape lacks is a fault, and so is one too many: "no member is left out".
"""

import pathlib
import re

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs"
DAYS = {"month": r"\d{4}-\d\d(-01)?", "for_month": r"\d{4}-\d\d(-01)?", "start": r"\d{4}-\d\d-\d\d", "happened_on": r"\d{4}-\d\d-\d\d",
        "of_term": r"\d{4}(-Q[1-4]|-H[12])?"}


# ---- what may be asked ----------------------------------------------------------------------


def read_routes():
    """door → (method, {parameter: (whether it is needed, what it may be: words of the document)})."""
    rows = re.findall(r"^\| `(GET|POST) /api/(\w+)` \| `[\w.]+` \| (.*?) ?\|$", (DOCS / "web.md").read_text(), re.MULTILINE)
    return {door: (method, {name: (bool(bold), allowed.strip(" ,;"))
                            for bold, name, allowed in re.findall(r"(\*\*)?`(\w+)`(?:\*\*)?([^`*]*)", parameters)})
            for method, door, parameters in rows}


ROUTES = read_routes()


def complaint(method, door, given):
    """(status, why) as `meritd web` refuses a question; None: it does not."""
    if door not in ROUTES:
        return 404, f"no door {door}"
    known, parameters = ROUTES[door]
    if method != known:
        return 405, f"{door} is asked by {known}"
    parameters = {**parameters, "language": (False, "zh, en")}
    wrong = [f"{name} is no parameter of {door}" for name in given if name not in parameters]
    wrong += [f"{name} is missing" for name, (needed, _) in parameters.items() if needed and given.get(name) is None]
    wrong += [f"{name} cannot be {value!r}" for name, value in given.items()
              if name in parameters and value is not None and not fits(name, parameters[name][1], value)]
    return (400, wrong[0]) if wrong else None


def fits(name, allowed, value):
    if name in DAYS:
        return re.fullmatch(DAYS[name], value) is not None
    if allowed == "true or false":
        return isinstance(value, bool)
    if name == "id":
        return re.fullmatch(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", value) is not None
    if name in ("score", "value") and not isinstance(value, (int, float)):
        return False
    if limits := re.fullmatch(r"(\d+) to (\d+)", allowed):
        if name in ("score", "value"):
            return int(limits[1]) <= value <= int(limits[2])
        return str(value).isdecimal() and int(limits[1]) <= int(value) <= int(limits[2])
    if allowed.startswith("["):
        return isinstance(value, list)
    return not allowed or value in re.split(r", | or ", allowed)


# ---- what an answer looks like --------------------------------------------------------------


class Figures(frozenset):
    """An object with some of these members: {metric: value} or {metric: label}. Empty: with any."""


def of(names, **more):
    """An object: its plain members, and those that are objects, [lists of them] or Figures."""
    return {**dict.fromkeys(names.split()), **more}


TODAY = Figures("received replied reply_rate rounds answered_rounds unanswered_rounds slow_rounds response_seconds first_response_seconds "
                "inquirers ordered inquiry_conversion orderers payers sales csat".split())
OF_DAY = Figures("received reply_rate rounds response_seconds inquirers inquiry_conversion sales".split())
OF_MEMBER = Figures([*OF_DAY, "csat"])
SCHEMES = [of("scheme label")]
TREND = [of("day", metrics=OF_DAY)]
STATE = of("month state state_label why recalculating final_from complete_up_to revision closed_at closed_by open_before",
           blockers=[of("code message")], warnings=[of("code message")])
LEDGER = [of("line period agent name revision reason reason_label kind kind_label amount currency reverses waives note posted_at")]
PAY = [of("period agent accounts name employee item label amount currency settled")]
APPEALS = [of("id period agent name revision indicator label reason filed_at filed_by state state_label note decided_at decided_by")]
ACTIONS = [of("id term agent name action label because due state state_label overdue changed_at changed_by note")]
SIGNATURES = [of("step label signed may_sign", amounts=[of("agent reason reason_label amount becomes")])]
TERMS = [of("term start end revision scheme scheme_label scope total grade grade_label rank parts why appeal_until own acknowledged_at", indicators=[of("indicator label")])]
ACKNOWLEDGEMENTS = [of("agent name revision told_at acknowledged_at acknowledged_by own")]
PROOFS = [of("agent name scheme grade grade_label counts_as counts_as_label missing blocks", evidence=[
    of("id evidence who what happened_on filed_at filed_by withdrawn_at withdrawn_by withdrawn_because")])]
HISTORY = [of("month total rank grade grade_label closed")]
TARGETS = [of("metric label unit target value share")]
INDICATORS = [of("indicator label metric unit better value points out_of weight contribution edge next_edge missing brings numbers",
                 lift=of("by amount unit brings text"))]
LISTS = {"inquiries": "day conversation url asked_at", "unpaid_orders": "order_id url created_at amount pay_until overdue",
         "overdue_tickets": "ticket category created_day due open overdue_seconds", "targets": "period metric label unit target value share missing",
         "marks_due": "period mark indicator label role role_label", "samples": "draw of day conversation url"}

SHAPES = {
    "me": of("login roles agent name team teams leads language today month now as_of age_seconds recalculating slow_seconds",
             shop=of("id zone cut_over currency language"), months=[of("month closed")], schemes=SCHEMES),
    "waiting": of("now slow_seconds count slow", teams=[of("team count slow longest_seconds")], waiting=[
        of("conversation url agent name team asked_at seconds counted_seconds after_answer slow")]),
    "today": of("day as_of team asked_hours", labels=TODAY, agents=[of("agent name team waiting asked_hours", metrics=TODAY)]),
    "ranking": of("period_kind start end previous next team teams scheme scheme_label scope by_metric by_label state state_label why "
                  "recalculating revision final_from complete_up_to as_of", schemes=SCHEMES, labels=TODAY,
                  missing=[of("month kind code message")], rows=[
                      of("rank agent name team total grade grade_label reached reached_label barred why place", metrics=TODAY,
                         months=[of("month total rank grade grade_label")])]),
    "person": {**STATE, **of("agent name team role role_label employee status scheme scheme_label scope total grade grade_label rank reached "
                             "reached_label barred barred_why place pass_mark appeal_until", schemes=SCHEMES, labels=OF_DAY, trend=TREND,
                             indicators=INDICATORS, history=HISTORY, targets=TARGETS, pay=PAY, ledger=LEDGER, appeals=APPEALS,
                             actions=ACTIONS, terms=TERMS, acknowledgement=ACKNOWLEDGEMENTS[0],
                             before=of("month total rank change"))},
    "evidence": of("agent name month term scheme indicator label kept_from next", rows=[
        of("kind kind_label reference url day at what amount seconds excluded")]),
    "team": {**STATE, **of("team scheme scheme_label load", labels=OF_MEMBER, metrics=Figures(), trend=TREND, before=of("month", changes=Figures()),
                           waits=[of("from_seconds to_seconds rounds")], members=[
        of("agent name role role_label status rank total grade grade_label barred why place", metrics=OF_MEMBER)])},
    "lists": of("list label month team next", rows=[of("agent name team")]),
    "entries": of("month closed terms", agents=[of("agent name team")], metrics=[of("metric label unit")], marks=[
        of("period agent name team mark label role role_label due given needed marked overdue sample own score given_at")]),
    "due": of("", due=[of("period month evidence signatures")]),
    "month_end": {**STATE, **of("content", signatures=SIGNATURES, open_terms=[of("period month closed")], terms=[of("period state state_label why revision due content", blockers=[of("code message")],
                                warnings=[of("code message")], signatures=SIGNATURES, evidence=PROOFS)], ledger=LEDGER, pay=PAY, actions=ACTIONS, appeals=APPEALS,
                                evidence=PROOFS, acknowledgements=ACKNOWLEDGEMENTS, plan=[of("agent item label name name_label frozen today difference")], exclusions=[
        of("id kind kind_label reference credit_to reason evidence appeal excluded_at excluded_by ended_at ended_by ended_reason agent changed")])},
    "quality": of("as_of", checks=[of("check label subject value at detail remedy")]),
}


def faults(door, answer):
    """Where an answer has not the shape of its door."""
    shape = SHAPES[door]
    if door == "lists":
        shape = {**shape, "rows": [{**shape["rows"][0], **of(LISTS[answer["list"]])}]}
    return list(differences(answer, shape, door))


def differences(value, shape, where):
    if isinstance(shape, list):
        for entry in value:
            yield from differences(entry, shape[0], f"{where}[]")
    elif isinstance(shape, Figures):
        yield from (f"{where}: {name} is too much" for name in sorted(value) if shape and name not in shape)
    elif isinstance(shape, dict):
        yield from members_wrong(value, shape, where)
    elif isinstance(value, dict) or isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
        yield f"{where}: is an object"


def members_wrong(value, shape, where):
    if value is None:
        return  # there is none, such as `lift`
    yield from (f"{where}: {name} is missing" for name in shape if name not in value)
    yield from (f"{where}: {name} is too much" for name in value if name not in shape)
    for name in shape:
        if name in value:
            yield from differences(value[name], shape[name], f"{where}.{name}")


def names_in(shape):
    """Every name of a shape."""
    if isinstance(shape, list):
        return names_in(shape[0])
    if isinstance(shape, dict):
        return {name for key, inner in shape.items() for name in {key} | names_in(inner)}
    return set(shape or ())
