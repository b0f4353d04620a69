// team.js - a team's month: its metrics, its members, its days, when its customers ask and how long they wait.

import { barChart, loadMap } from "./charts.js";
import { el, replaceContent } from "./dom.js";
import { change, clock, month, number } from "./format.js";
import { bar, choice, monthChoice } from "./controls.js";
import { Part } from "./part.js";
import { accountColumn, agentColumn, badge, card, heading, heldBanner, measuredMetric, metricColumns, otherMonth, rankBadge, stateLine, textColumn, tile, tiles,
    totalBar } from "./pieces.js";
import { firstDay } from "./route.js";
import { dataTable } from "./table.js";
import { trendCards } from "./trends.js";
import { t } from "./words.js";

const SHOWN = ["received", "reply_rate", "response_seconds", "slow_rounds", "inquirers", "inquiry_conversion", "payers", "sales", "csat"];
const LOW = ["slow_rounds", "inquirers", "payers", "csat"];
const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

export function teamView(parameters, me) {
    const team = parameters.team ?? (me.leads.includes(me.team) ? me.team : me.leads[0]);
    const choices = (month) => bar(choice("team", t("word.team"), me.leads.map((x) => [x, x]), team), monthChoice(me.months, month));
    const controls = el("div", null, choices(parameters.month ?? me.month)); // also where the door refuses
    const part = new Part({ door: "team", parameters: { team, month: firstDay(parameters.month) }, draw: (answer) => drawTeam(answer, parameters, me),
        changed: (answer) => replaceContent(controls, choices(answer.month)) });
    return { title: t("menu.team"), node: el("div.view", null, heading(t("menu.team"), controls), part.node), refresh: () => part.refresh() };
}

function drawTeam(answer, parameters, me) {
    const metrics = SHOWN.filter((metric) => answer.metrics[metric] != null && metric in answer.labels);
    return el("div.stack-of", null, stateLine(answer), heldBanner(answer), otherMonth(answer, parameters, me),
        tiles(...metrics.map((metric) => tile(answer.labels[metric], measuredMetric(answer.metrics[metric], metric), { note: changed(answer.before, metric) }))),
        members(answer), trendCards(answer.trend, answer.labels, `${answer.team}-${answer.month}`),
        el("div.two", null, loadCard(answer), waitsCard(answer)));
}

/** Against the month before, where that can be compared. */
function changed(before, metric) {
    const difference = before?.changes[metric];
    return difference != null && t("change.against", { change: change(difference, metric), month: month(before.month) });
}

function members(answer) {
    return dataTable({ name: "members", file: `team-${answer.team}-${answer.month}`, caption: t("team.members"), rows: answer.members, headed: 1,
        empty: t("team.nobody"), columns: [
            { key: "rank", label: t("word.rank"), kind: "number", value: (row) => row.rank, show: (row) => rankBadge(row.rank) },
            agentColumn({ month: answer.month }), accountColumn(), textColumn("role", t("sheet.role"), { csv: true }),
            { key: "total", label: t("word.score"), kind: "number", value: (row) => row.total, show: (row) => row.total != null && totalBar(row.total) },
            { key: "grade", label: t("word.grade"), value: (row) => row.grade_label ?? row.grade, show: (row) => badge(row.grade_label ?? row.grade, "grade") },
            ...metricColumns(answer.labels, SHOWN, LOW), textColumn("why", t("ranking.why"), { low: true })] });
}

function loadCard(answer) {
    const hours = Array.from({ length: 24 }, (_, hour) => String(hour));
    return card(t("team.load"), el("p.note", null, t("team.load_note")),
        loadMap({ caption: t("team.load"), rows: WEEK.map((name) => t(`week.${name}`)), columns: hours, values: answer.load }),
        el("details.as-table", { "data-key": "load.table" }, el("summary", null, t("chart.as_table")), loadTable(answer, hours)));
}

function loadTable(answer, hours) {
    return dataTable({ name: "load", file: `load-${answer.team}-${answer.month}`, caption: t("team.load"), fixed: true,
        rows: answer.load.map((values, place) => ({ weekday: t(`week.${WEEK[place]}`), values })),
        columns: [textColumn("weekday", t("team.weekday")), ...hours.map((hour, place) => ({ key: hour, label: hour, kind: "number",
            value: (row) => row.values[place] }))] });
}

function waitsCard(answer) {
    const sum = answer.waits.reduce((all, wait) => all + wait.rounds, 0);
    return card(t("team.waits"), el("p.note", null, t("team.waits_note", { n: number(sum) })),
        barChart({ title: t("team.waits"), format: (value) => number(value), points: answer.waits.map((wait) => ({ label: span(wait), value: wait.rounds })) }),
        el("details.as-table", { "data-key": "waits.table" }, el("summary", null, t("chart.as_table")),
            dataTable({ name: "waits", file: `waits-${answer.team}-${answer.month}`, caption: t("team.waits"), rows: answer.waits, fixed: true, columns: [
                { key: "from", label: t("team.from"), kind: "number", value: (row) => row.from_seconds },
                { key: "to", label: t("team.to"), kind: "number", value: (row) => row.to_seconds },
                { key: "rounds", label: t("team.rounds"), kind: "number", value: (row) => row.rounds, show: (row) => number(row.rounds) }] })));
}

/** 10–30 are seconds, 2–5′ minutes. */
function span({ from_seconds: from, to_seconds: to }) {
    const minutes = from >= 60 && from % 60 === 0 && (to ?? 0) % 60 === 0;
    const said = (seconds) => (minutes ? seconds / 60 : seconds < 60 || to === 60 ? seconds : clock(seconds));
    return (to == null ? `≥ ${said(from)}` : `${said(from)}–${said(to)}`) + (minutes ? "′" : "");
}
