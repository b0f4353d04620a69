// pieces.js - small things that several views show in the same way.

import { el, isWebAddress, outward } from "./dom.js";
import { day, fullInstant, measured, metricText, month, points } from "./format.js";
import { address, parseRoute } from "./route.js";
import { t } from "./words.js";

let linked = true;

/** Whether the caller may see persons' pages: else names are not links. */
export function linkPersons(may) {
    linked = may;
}

/** A person's name, as a link to their page. Without a staff record the account stands there. */
export function personLink(row, parameters = {}) {
    if (row.agent == null) return null;
    if (!linked || row.agent.startsWith("(")) return el("span.person", { title: row.agent }, row.name ?? row.agent); // "(silent)" is nobody
    const key = `person.${row.agent}.${parameters.key ?? ""}`;
    const { key: _, ...rest } = parameters;
    return el("a.person", { href: address("person", { agent: row.agent, ...rest }), title: row.name ? `${row.name} (${row.agent})` : row.agent,
        "data-key": key }, row.name ?? row.agent);
}

export function agentColumn(parameters) {
    return { key: "agent", label: t("word.agent"), value: (row) => row.name ?? row.agent, show: (row) => personLink(row, parameters) };
}

export function accountColumn() {
    return { key: "account", label: t("word.account"), value: (row) => row.agent, csv: true };
}

/** Whose rows are all of one team, need no column for it; the CSV has it all the same. */
export function teamColumn(rows) {
    const one = rows.every((row) => row.team === rows[0].team);
    return { key: "team", label: t("word.team"), value: (row) => row.team, low: true, csv: one };
}

/** The month or longer period of each row; in the file alone where all are of the month that is shown. */
export function periodColumn(rows, month) {
    const one = rows.every((row) => row.period === month);
    return { key: "period", label: t("term.period"), value: (row) => row.period, show: (row) => el("span.nowrap", null, termName(row.period)), csv: one };
}

export function textColumn(key, label, more = {}) {
    return { key, label, value: (row) => row[key], ...more };
}

/** The name of a metric, which in English begins a cell with a capital. */
export function metricNameColumn() {
    return { ...textColumn("label", t("target.metric")), show: (row) => el("span.metric-name", null, row.label) };
}

export function numberColumn(key, label, show, more = {}) {
    return { key, label, kind: "number", value: (row) => row[key], show: show && ((row) => row[key] != null && show(row[key], row)), ...more };
}

export function instantColumn(key, label, more = {}) {
    return { key, label, value: (row) => row[key], show: (row) => row[key] && el("span.nowrap", null, fullInstant(row[key])), ...more };
}

export function dayColumn(key, label, more = {}) {
    return { key, label, value: (row) => row[key], show: (row) => row[key] && el("span.nowrap", null, day(row[key])), ...more };
}

/** A thing in the chat platform or the shop: its number, as a link if there is an address for it. */
export function outwardColumn(key, label, more = {}) {
    return { key, label, value: (row) => row[key], show: (row) => row[key] && el("span.reference", null, outward(row.url, row[key]),
        isWebAddress(row.url) && el("span.out", { "aria-hidden": "true" }, " ↗")), ...more };
}

export function measuredMetric(value, metric) {
    return measured(metricText(value, metric), value, metric);
}

export function metricColumn(metric, label, more = {}) {
    return { key: metric, label, kind: "number", value: (row) => row.metrics?.[metric],
        show: (row) => row.metrics?.[metric] != null && measuredMetric(row.metrics[metric], metric), ...more };
}

/** The metrics that have a name in `labels`, in this order, as columns. */
export function metricColumns(labels, metrics, low = []) {
    return metrics.filter((metric) => metric in labels).map((metric) => metricColumn(metric, labels[metric], { low: low.includes(metric) }));
}

export function badge(text, tone = "") {
    return text && el(tone ? `span.badge.${tone}` : "span.badge", null, text);
}

const STATE_TONE = { open: "info", provisional: "warn", final: "good", closed: "plain" };

/** The state of a month or period: its word, why, and that figures are held while they are calculated again. */
export function stateLine(answer) {
    return el("div.state-line", null,
        badge(answer.state_label ?? answer.state, STATE_TONE[answer.state] ?? "plain"),
        answer.revision > 0 && badge(t("state.revision", { n: answer.revision }), "plain"),
        answer.why && el("span.why", null, answer.why));
}

/** Which month is shown where none is asked for and nobody is ranked in the running one yet, with the way to that. */
export function otherMonth(answer, parameters, me) {
    if (parameters.month || answer.month >= me.month) return null;
    const { view, parameters: given } = parseRoute();
    return el("p.banner.info.other", null, t("ranking.none_yet", { period: month(me.month) }), " ",
        el("a", { href: address(view, { ...given, month: me.month }), "data-key": "other" }, t("ranking.show", { period: month(me.month) })));
}

export function heldBanner(answer) {
    return answer.recalculating && el("p.banner.info", { role: "status" }, t("state.held"));
}

/** Sentences of the database, each {message}: what is in the way, what to look at. */
export function messages(title, list, tone, key, open = false) {
    if (!list?.length) return null;
    return el(`details.messages.${tone}`, { open, "data-key": key },
        el("summary", null, title, el("span.count", null, list.length)),
        el("ul", null, list.map((entry) => el("li", null, entry.message))));
}

/** "2026-Q1", "2026-H1", "2026", "2026-01" as people say them. */
export function termName(name) {
    const [year, part] = name.split("-");
    if (!part) return t("ranking.year_name", { year });
    if (part[0] === "Q") return t("ranking.quarter_name", { year, quarter: part[1] });
    return part[0] === "H" ? t("ranking.half_name", { year, half: t(`ranking.half_${part[1]}`) }) : month(name);
}

/** row: {rank, scope}. */
export function rankText(row) {
    return t(row.scope === "team" ? "person.rank_team" : "person.rank_shop", { n: row.rank });
}

export function rankBadge(rank) {
    if (rank == null) return null;
    return el(rank <= 3 ? `span.rank.rank-${rank}` : "span.rank", null, rank);
}

/** A total with a bar of its share of 100. */
export function totalBar(total) {
    return el("span.total", null, el("b", null, points(total)),
        el("i.meter", { vars: { "--share": Math.min(1, Math.max(0, total / 100)) }, "aria-hidden": "true" }));
}

/** A figure with its name; tone: "bad", "warn", "good". */
export function tile(label, value, { tone, note, attributes } = {}) {
    return el(tone ? `div.tile.${tone}` : "div.tile", null, el("span.label", null, label), el("b.figure", attributes, value),
        note && el("span.note", null, note));
}

export function tiles(...list) {
    return el("div.tiles", null, list);
}

export function heading(title, ...rest) {
    return el("header.view-head", null, el("h1", { tabindex: -1 }, title), rest);
}

export function card(title, ...content) {
    return el("section.card", { "aria-label": title }, el("header.card-head", null, el("h2", null, title)), content);
}
