// person_tables.js - what follows from a person's score: money, appeals, actions, targets. Also of a whole month's end.

import { el } from "./dom.js";
import { day, fullInstant, money, quantity, share, unitOf } from "./format.js";
import { actionForm, decideLink } from "./forms.js";
import { accountColumn, agentColumn, badge, instantColumn, metricNameColumn, numberColumn, termName, textColumn } from "./pieces.js";
import { dataTable } from "./table.js";
import { t } from "./words.js";

const APPEAL_TONE = { open: "info", accepted: "good", rejected: "plain" };

/** of: the person and month in file names; people: the rows are of several persons. */
function start(people) {
    return people ? [agentColumn(), accountColumn()] : [];
}

function fileOf(name, answer) {
    return [name, answer.agent, answer.month].filter(Boolean).join("-");
}

export function amountColumn(key = "amount", label = t("money.amount")) {
    return { key, label, kind: "number", value: (row) => row[key],
        show: (row) => row[key] != null && el(row[key] < 0 ? "span.negative" : "span", null, money(row[key], 2, row.currency)) };
}

function currencyColumn() {
    return { key: "currency", label: t("money.currency"), csv: true, value: (row) => row.currency };
}

export function payTable(answer, people = false) {
    if (!answer.pay?.length && !people) return null;
    return dataTable({ name: "pay", file: fileOf("pay", answer), caption: t("money.pay"), rows: answer.pay ?? [], columns: [...start(people), ...termColumn(answer.pay ?? [], "period"),
        textColumn("label", t("money.item")), amountColumn(), currencyColumn(),
        { key: "settled", label: t("word.state"), value: (row) => t(row.settled ? "money.settled" : "money.expected"),
            show: (row) => badge(t(row.settled ? "money.settled" : "money.expected"), row.settled ? "good" : "plain") }] });
}

export function ledgerTable(answer, people = false) {
    if (!answer.ledger?.length && !people) return null;
    return dataTable({ name: "ledger", file: fileOf("ledger", answer), caption: t("money.ledger"), rows: answer.ledger ?? [], columns: [
        numberColumn("line", t("money.line")), ...start(people), ...termColumn(answer.ledger ?? [], "period"),
        textColumn("reason_label", t("money.reason")), textColumn("kind_label", t("money.kind")), amountColumn(), currencyColumn(),
        ...(people ? [instantColumn("posted_at", t("money.posted"), { low: true })] : []),
        numberColumn("revision", t("word.revision"), null, { low: true }), textColumn("note", t("word.note"), { low: true })] });
}

/** Of which quarter, half-year or year: there where a row is of one. */
function termColumn(rows, key) {
    const isTerm = (row) => row[key] != null && !/^\d{4}-\d\d$/.test(row[key]);
    return rows.some(isTerm) ? [{ key, label: t("term.period"), value: (row) => row[key], show: (row) => isTerm(row) && el("span.nowrap", null, termName(row[key])) }] : [];
}

/** writing: {may(row), done}: who may decide, and what happens after; absent: nobody here. */
export function appealTable(answer, people = false, writing = null) {
    if (!answer.appeals?.length && !people && !answer.appeal_until) return null;
    const until = answer.appeal_until && t("appeal.until", { until: deadline(answer.appeal_until) });
    return dataTable({ name: "appeals", file: fileOf("appeals", answer), caption: t("appeal.title"), note: until, empty: t("appeal.none"),
        rows: answer.appeals ?? [], columns: [numberColumn("id", "№"), ...start(people), ...termColumn(answer.appeals ?? [], "period"),
            textColumn("label", t("appeal.about")), textColumn("reason", t("appeal.reason")),
            instantColumn("filed_at", t("appeal.filed"), { low: true }), textColumn("filed_by", t("appeal.by"), { low: true }),
            { key: "state", label: t("word.state"), value: (row) => row.state_label ?? row.state,
                show: (row) => badge(row.state_label ?? row.state, APPEAL_TONE[row.state] ?? "plain") },
            textColumn("note", t("word.note"), { low: true }), instantColumn("decided_at", t("appeal.decided"), { low: true }),
            textColumn("decided_by", t("appeal.decider"), { low: true }), ...formColumn(writing, (row) => decideLink(row, answer.month))] });
}

function deadline(text) {
    return text.length > 10 ? fullInstant(text) : day(text);
}

function formColumn(writing, form) {
    if (!writing) return [];
    return [{ key: "write", label: "", seen: true, value: () => null, show: (row) => (writing.may(row) && form(row, writing.done)) || " " }];
}

export function actionTable(answer, people = false, writing = null) {
    if (!answer.actions?.length && !people) return null;
    return dataTable({ name: "actions", file: fileOf("actions", answer), caption: t("action.title"), rows: answer.actions ?? [],
        columns: [...start(people), ...termColumn(answer.actions ?? [], "term"), textColumn("label", t("action.what")), textColumn("because", t("action.because")),
            instantColumn("due", t("action.due")),
            { key: "state", label: t("word.state"), value: (row) => row.state_label ?? row.state, show: (row) => el("span.grades", null,
                badge(row.state_label ?? row.state, "plain"), row.overdue && badge(t("action.overdue"), "bad")) },
            textColumn("note", t("word.note"), { low: true }), ...formColumn(writing, actionForm)] });
}

export function targetTable(answer) {
    if (!answer.targets?.length) return null;
    const quantityColumn = (key, label) => ({ key, label, kind: "number", value: (row) => row[key],
        show: (row) => row[key] != null && quantity(row[key], row.unit ?? unitOf(row.metric)) });
    return dataTable({ name: "targets", file: fileOf("targets", answer), caption: t("target.title"), rows: answer.targets, columns: [
        metricNameColumn(), quantityColumn("target", t("target.target")), quantityColumn("value", t("target.value")),
        { key: "share", label: t("target.share"), kind: "number", value: (row) => row.share, show: (row) => shareBar(row.share) }] });
}

export function shareBar(value) {
    return value == null ? null : el("span.total", null, el("b", null, share(value)),
        el("i.meter", { vars: { "--share": Math.min(1, Math.max(0, value)) }, "aria-hidden": "true" }));
}
