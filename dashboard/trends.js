// trends.js - numbers by day, and scores by month.

import { lineChart } from "./charts.js";
import { el } from "./dom.js";
import { metricText, points, shortDay, shortMonth, month } from "./format.js";
import { badge, card, dayColumn, metricColumn } from "./pieces.js";
import { dataTable } from "./table.js";
import { t } from "./words.js";

/** A small chart for each metric, and all of it as a table. trend: [{day, metrics}], oldest first. */
export function trendCards(trend, labels, file) {
    const metrics = Object.keys(labels).filter((metric) => trend.some((row) => row.metrics?.[metric] != null));
    if (!metrics.length) return card(t("trend.title"), el("p.empty", null, t("trend.none")));
    return card(t("trend.title"), el("div.multiples", null, metrics.map((metric) => multiple(trend, metric, labels[metric]))),
        el("details.as-table", { "data-key": "trend.table" }, el("summary", null, t("chart.as_table")), trendTable(trend, labels, metrics, file)));
}

function multiple(trend, metric, label) {
    const format = (value) => metricText(value, metric);
    const list = trend.map((row) => ({ label: shortDay(row.day), value: row.metrics?.[metric] ?? null }));
    const last = list.findLast((point) => point.value != null);
    return el("figure", null, el("figcaption", null, el("span", null, label), el("b", null, last ? format(last.value) : "–")),
        lineChart({ title: label, points: list, format }));
}

function trendTable(trend, labels, metrics, file) {
    return dataTable({ name: "trend", file: `trend-${file}`, caption: t("trend.title"), rows: trend,
        columns: [dayColumn("day", t("word.day")), ...metrics.map((metric) => metricColumn(metric, labels[metric]))] });
}

export function historyCard(answer) {
    const list = [...answer.history].sort((a, b) => a.month.localeCompare(b.month));
    if (list.length < 2) return null;
    const mark = answer.pass_mark != null ? { value: answer.pass_mark, label: t("person.pass_mark") } : undefined;
    return el("div.two", null,
        card(t("history.title"), lineChart({ title: t("history.title"), format: points, mark,
            points: list.map((row) => ({ label: shortMonth(row.month), value: row.total })) })),
        dataTable({ name: "history", file: `history-${answer.agent}`, caption: t("history.months"), rows: list.toReversed(), columns: [
            { key: "month", label: t("word.month"), value: (row) => row.month, show: (row) => month(row.month) },
            { key: "total", label: t("word.score"), kind: "number", value: (row) => row.total, show: (row) => row.total != null && points(row.total) },
            { key: "rank", label: t("word.rank"), kind: "number", value: (row) => row.rank },
            { key: "grade", label: t("word.grade"), value: (row) => row.grade_label ?? row.grade, show: (row) => badge(row.grade_label ?? row.grade, "grade") },
            { key: "closed", label: t("word.state"), value: (row) => t(row.closed ? "state.closed" : "state.not_closed"), low: true }] }));
}
