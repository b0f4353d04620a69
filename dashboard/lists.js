// lists.js - what somebody has to do something about.

import { el } from "./dom.js";
import { age, money, month, quantity, unitOf } from "./format.js";
import { bar, monthChoice, tabs, teamChoice } from "./controls.js";
import { marksPart, targetPart } from "./entries.js";
import { Paged } from "./paged.js";
import { accountColumn, agentColumn, badge, dayColumn, heading, instantColumn, metricNameColumn, numberColumn, outwardColumn, periodColumn, teamColumn, textColumn } from "./pieces.js";
import { shareBar } from "./person_tables.js";
import { firstDay } from "./route.js";
import { dataTable } from "./table.js";
import { t } from "./words.js";

const LISTS = ["inquiries", "unpaid_orders", "overdue_tickets", "targets", "marks_due", "samples"];

const TABS = [...LISTS, "marks"]; // marks: those that the caller gives

export function listsView(parameters, me) {
    const list = TABS.includes(parameters.list) ? parameters.list : TABS[0];
    const parts = partsOf(list, parameters);
    const choices = TABS.map((name) => [name, t(`lists.${name}`)]);
    const node = el("div.view", null, heading(t("menu.lists")), tabs("list", t("menu.lists"), choices, list),
        bar(list !== "marks" && teamChoice(me.teams, parameters.team), monthChoice(me.months, parameters.month ?? me.month)), parts.map((part) => part.node));
    return { title: t("menu.lists"), node, refresh: () => Promise.all(parts.map((part) => part.refresh())) };
}

function partsOf(list, parameters) {
    const month = firstDay(parameters.month);
    if (list === "marks") return [marksPart(month)];
    const rows = new Paged({ door: "lists", draw: drawList, parameters: { list, team: parameters.team, month } });
    return list === "targets" ? [targetPart(month, () => rows.refresh()), rows] : [rows];
}

function drawList(answer) {
    return dataTable({ name: answer.list, file: [answer.list, answer.month, answer.team].filter(Boolean).join("-"), caption: answer.label,
        note: answer.month && month(answer.month), rows: answer.rows, empty: t("lists.empty"), tone: TONES[answer.list],
        columns: [agentColumn({ month: answer.month }), accountColumn(), teamColumn(answer.rows), ...COLUMNS[answer.list](answer)] });
}

const COLUMNS = {
    inquiries: () => [dayColumn("day", t("word.day")), outwardColumn("conversation", t("word.conversation")), instantColumn("asked_at", t("now.asked"))],
    unpaid_orders: () => [outwardColumn("order_id", t("lists.order")), instantColumn("created_at", t("lists.created"), { low: true }), amount(),
        instantColumn("pay_until", t("lists.pay_until")), overdue()],
    overdue_tickets: () => [textColumn("ticket", t("lists.ticket")), textColumn("category", t("lists.category"), { low: true }),
        dayColumn("created_day", t("lists.created"), { low: true }), instantColumn("due", t("action.due")),
        { key: "open", label: t("word.state"), value: (row) => t(row.open ? "lists.open" : "lists.done"),
            show: (row) => badge(t(row.open ? "lists.open" : "lists.done"), row.open ? "bad" : "plain") },
        { key: "overdue_seconds", label: t("lists.late"), kind: "number", value: (row) => row.overdue_seconds,
            show: (row) => row.overdue_seconds != null && age(row.overdue_seconds) }],
    targets: ({ rows, month: shown }) => [periodColumn(rows, shown), metricNameColumn(), ofMetric("target", t("target.target")), ofMetric("value", t("target.value")),
        { key: "share", label: t("target.share"), kind: "number", value: (row) => row.share, show: (row) => shareBar(row.share) },
        ofMetric("missing", t("target.missing"))],
    marks_due: ({ rows, month: shown }) => [periodColumn(rows, shown), textColumn("label", t("indicator.name")), textColumn("role_label", t("lists.role"))],
    samples: () => [numberColumn("draw", t("lists.draw")), dayColumn("day", t("word.day")), outwardColumn("conversation", t("word.conversation"))],
};

const TONES = { unpaid_orders: (row) => row.overdue && "slow", overdue_tickets: (row) => row.open && "slow" };

function amount() {
    return { key: "amount", label: t("money.amount"), kind: "number", value: (row) => row.amount, show: (row) => row.amount != null && money(row.amount) };
}

function overdue() {
    return { key: "overdue", label: t("word.state"), value: (row) => t(row.overdue ? "action.overdue" : "lists.can_pay"),
        show: (row) => badge(t(row.overdue ? "action.overdue" : "lists.can_pay"), row.overdue ? "bad" : "plain") };
}

function ofMetric(key, label) {
    return { key, label, kind: "number", value: (row) => row[key], show: (row) => row[key] != null && quantity(row[key], row.unit ?? unitOf(row.metric)) };
}
