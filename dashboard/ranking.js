// ranking.js - who leads: of a day, week, month, quarter, half-year or year, in the shop or a team.

import { el } from "./dom.js";
import { day, month, points, shortMonth } from "./format.js";
import { bar, choice, schemeChoice, tabs, teamChoice } from "./controls.js";
import { Part } from "./part.js";
import { accountColumn, agentColumn, badge, heading, heldBanner, measuredMetric, messages, metricColumns, personLink, rankBadge, stateLine, teamColumn,
    termName, totalBar } from "./pieces.js";
import { address, change, parseRoute } from "./route.js";
import { dataTable } from "./table.js";
import { t } from "./words.js";

const KINDS = ["day", "week", "month", "quarter", "half_year", "year"];
const DAYS = ["day", "week"]; // ranked by a metric, the others by a scheme
const METRICS = ["sales", "received", "reply_rate", "rounds", "slow_rounds", "response_seconds", "inquirers", "inquiry_conversion", "payers",
    "csat"];
const LOW = ["received", "rounds", "slow_rounds", "inquirers", "payers", "csat"];

export function rankingView(parameters, me) {
    const kind = KINDS.includes(parameters.period) ? parameters.period : "month";
    const part = new Part({ door: "ranking", draw: (answer) => drawRanking(answer, me, !parameters.start),
        parameters: { period_kind: kind, start: parameters.start, team: parameters.team, scheme: parameters.scheme, by_metric: parameters.by } });
    const node = el("div.view.ranking", null, heading(t("menu.ranking"),
        tabs("period", t("ranking.period"), KINDS.map((k) => [k, t(`ranking.${k}`)]), kind, { start: null, by: null })), part.node);
    return { title: t("menu.ranking"), node, refresh: () => part.refresh() };
}

function drawRanking(answer, me, chosenForMe) {
    const scored = !DAYS.includes(answer.period_kind);
    return el("div.stack-of", null,
        bar(stepper(answer), teamChoice(answer.teams, answer.team),
            scored ? schemeChoice(answer.schemes, answer.scheme) : metricChoice(answer)),
        heldBanner(answer), scored && chosenForMe && answer.next && otherPeriod(answer), el("div.notes", null, stateLine(answer),
            messages(t("ranking.missing"), missing(answer, "blocker"), "warn", "ranking.blockers"),
            messages(t("ranking.warnings"), missing(answer, "warning"), "info", "ranking.warnings")),
        podium(answer, scored), rankingTable(answer, scored, me));
}

/** In a period's first days nobody is ranked, and the database has the last one shown: the running one is a click away. */
function otherPeriod(answer) {
    const { view, parameters } = parseRoute();
    const period = periodName({ ...answer, start: answer.next });
    return el("p.banner.info.other", null, t("ranking.none_yet", { period }), " ",
        el("a", { href: address(view, { ...parameters, start: answer.next }), "data-key": "other" }, t("ranking.show", { period })));
}

/** What a quarter lacks, its months lack. */
function missing(answer, kind) {
    const several = new Set(answer.missing.map((m) => m.month)).size > 1;
    return answer.missing.filter((m) => m.kind === kind).map((m) => ({ message: several ? `${month(m.month)} · ${m.message}` : m.message }));
}

/** One period back or on. */
function stepper(answer) {
    const step = (start, key, sign) => el("button.quiet.step", { type: "button", disabled: !start, "aria-label": t(key), "data-key": key,
        click: () => change({ start }) }, sign);
    return el("div.stepper", null, step(answer.previous, "ranking.previous", "‹"),
        el("b", { "aria-live": "polite" }, periodName(answer)), step(answer.next, "ranking.next", "›"));
}

function periodName({ period_kind: kind, start, end }) {
    if (kind === "day") return day(start);
    if (kind === "month") return month(start);
    if (kind === "week") return `${day(start)} – ${day(end)}`;
    const [year, nth] = [start.slice(0, 4), Number(start.slice(5, 7))];
    return termName({ quarter: `${year}-Q${Math.ceil(nth / 3)}`, half_year: `${year}-H${Math.ceil(nth / 6)}`, year }[kind]);
}

function metricChoice(answer) {
    return choice("by", t("ranking.by"), Object.entries(answer.labels), answer.by_metric);
}

/** The first three, as everybody wants to see them first. */
function podium(answer, scored) {
    if (answer.scope === "team" && !answer.team && answer.teams.length > 1) return null; // each team has a first
    const first = answer.rows.filter((row) => row.rank != null && row.rank <= 3).slice(0, 3);
    if (first.length < 2) return null;
    return el("ol.podium", { "aria-label": t("ranking.leaders") }, first.map((row) => el(`li.place-${row.rank}`, null, rankBadge(row.rank),
        el("div", null, personLink(row, { ...linkOf(answer), key: "podium" }), el("small", null, row.team)),
        el("b.figure", null, scored ? points(row.total) : measuredMetric(row.metrics[answer.by_metric], answer.by_metric)),
        row.grade_label && badge(row.grade_label, "grade"), byPoints(row) && el("small.why", null, row.why))));
}

/** A month's row leads to that month of the person; other periods to the month they begin in. */
function linkOf(answer) {
    return { month: answer.start.slice(0, 7), scheme: answer.schemes.length > 1 ? answer.scheme : null };
}

function rankingTable(answer, scored, me) {
    const columns = [rankColumn(), nameColumn(answer), accountColumn(), teamColumn(answer.rows),
        ...(scored ? scoreColumns(answer) : metricsOf(answer))];
    const name = rankedIn(answer, me);
    return dataTable({ name: `ranking-${answer.period_kind}`, file: `ranking-${answer.period_kind}-${answer.start}`, headed: 1,
        caption: scored ? answer.scheme_label ?? name : answer.by_label, note: scored && name, rows: answer.rows, columns,
        tone: (row) => row.agent === me.agent && "mine", empty: t(scored && !answer.scheme ? "ranking.no_scheme" : "ranking.nobody") });
}

/** Among whom: the rows may be some of those who are ranked with each other. */
function rankedIn(answer, me) {
    if (answer.scope === "team") return t("ranking.in_team");
    if (answer.team) return t("ranking.team_in_shop", { team: answer.team });
    return t(me.leads.length && !me.roles.includes("meritd_close") ? "ranking.led_in_shop" : "ranking.in_shop");
}

/** On a phone, why somebody has no rank stands below the name. */
function nameColumn(answer) {
    return { ...agentColumn(), show: (row) => el("span.named", null, personLink(row, linkOf(answer)), row.why && el("small.narrow", null, row.why)) };
}

/** The metric of the ranking first. */
function metricsOf(answer) {
    const by = answer.by_metric;
    return metricColumns(answer.labels, [by, ...METRICS.filter((metric) => metric !== by)], LOW.filter((metric) => metric !== by));
}

function rankColumn() {
    return { key: "rank", label: t("word.rank"), kind: "number", value: (row) => row.rank, show: (row) => rankBadge(row.rank) };
}

function scoreColumns(answer) {
    return [
        { key: "total", label: t("word.score"), kind: "number", value: (row) => row.total, show: (row) => row.total != null && totalBar(row.total) },
        ...(answer.period_kind === "month" || answer.rows.some((row) => row.grade != null)
            ? [{ key: "grade", label: t("word.grade"), value: (row) => row.grade_label ?? row.grade, show: gradeOf }] : []),
        ...monthColumns(answer),
        { key: "why", label: t("ranking.why"), value: (row) => row.why, show: (row) => row.why && el("span.why", null, row.why), low: true },
    ];
}

function gradeOf(row) {
    const place = row.place === "first" || row.place === "last" ? badge(t(`ranking.place_${row.place}`), row.place === "first" ? "good" : "warn") : null;
    return row.grade_label || place ? el("span.grades", null, badge(row.grade_label, "grade"), place, byPoints(row)) : null;
}

/** What the points alone would bring, where a quota, a cap or missing evidence makes it another grade: `why` says which. */
function byPoints(row) {
    return row.grade == null || row.reached == null || row.reached === row.grade ? null
        : el("small.by-points", null, t("ranking.by_points", { grade: row.reached_label ?? row.reached }));
}

function monthColumns(answer) {
    const months = [...new Set(answer.rows.flatMap((row) => row.months.map((m) => m.month)))].sort();
    const total = (row, name) => row.months.find((m) => m.month === name)?.total;
    return months.map((name) => ({ key: name, label: shortMonth(name), kind: "number", low: true, csv: months.length > 6, value: (row) => total(row, name),
        show: (row) => total(row, name) != null && points(total(row, name)) }));
}
