// month_end.js - how far a month's end is: what is in the way, which grades need evidence, what it wrote, who acknowledges it, who appeals, what is left out.

import { el } from "./dom.js";
import { fullInstant, month } from "./format.js";
import { bar, monthChoice } from "./controls.js";
import { duePart, placeOf } from "./due.js";
import { Part, emptyState } from "./part.js";
import { reviseForm, signForm } from "./forms.js";
import { writing } from "./person.js";
import { actionTable, amountColumn, appealTable, ledgerTable, payTable } from "./person_tables.js";
import { ownResult, proofTable, resultTable } from "./proof.js";
import { badge, heading, heldBanner, instantColumn, messages, personLink, stateLine, termName, textColumn } from "./pieces.js";
import { address, firstDay } from "./route.js";
import { dataTable } from "./table.js";
import { t } from "./words.js";

const STEPS = ["open", "provisional", "final", "closed"];

/** period: of a longer one than the month, which ends with it, the end of that alone. */
export function monthEndView(parameters, me) {
    const part = new Part({ door: "month_end", parameters: { month: firstDay(parameters.month) },
        draw: (answer) => (parameters.period ? drawTerm : drawMonthEnd)(answer, me, written, parameters.period) });
    const due = duePart(me);
    const written = () => Promise.all([due?.refresh(), part.refresh()]);
    return { title: t("menu.month_end"), node: el("div.view", null, heading(t("menu.month_end")), due?.node, part.node),
        refresh: () => Promise.all([due?.once(), part.refresh()]) };
}

function drawTerm(answer, me, refresh, period) {
    const term = answer.terms.find((one) => one.period === period);
    return el("div.stack-of", null, bar(monthChoice(me.months, answer.month, { period: null })), openTerms(answer, period),
        term ? termEnd({ ...term, month: answer.month }, me, refresh) : emptyState(t("month_end.no_term"), ""));
}

function drawMonthEnd(answer, me, refresh) {
    const of = { ...answer, agent: null, appeal_until: null }; // of everybody
    const closing = { ...answer, period: answer.month };
    const ledger = me.roles.some((role) => ["merit_payroll", "meritd_close", "merit_lead"].includes(role));
    return el("div.stack-of", null, bar(monthChoice(me.months, answer.month)),
        el("section.card.progress", { "aria-label": month(answer.month) }, steps(answer), stateLine(answer), dates(answer)),
        heldBanner(answer), earlier(answer), openTerms(answer), ownResult(answer.acknowledgements, answer.month, refresh),
        messages(t("month_end.blockers"), answer.blockers, "warn", "blockers", true),
        messages(t("month_end.warnings"), answer.warnings, "info", "warnings", true),
        planTable(answer), approvalTable(closing, me.shop.currency), me.roles.includes("meritd_close") && [signForm(closing, refresh), reviseForm(answer, refresh)],
        proofTable(closing, me, refresh), answer.terms.map((term) => termEnd({ ...term, month: answer.month }, me, refresh)), resultTable(answer), payTable(of, of.pay.length > 0), ledgerTable(of, ledger || of.ledger.length > 0),
        actionTable(of, of.actions.length > 0, writing(me, refresh)), appealTable(of, of.appeals.length > 0, writing(me, refresh)),
        exclusionTable(answer));
}

/** The end of a quarter, half-year or year that ends with the month. */
function termEnd(term, me, refresh) {
    return el("section.stack-of", { "aria-label": termName(term.period) },
        el("section.card.progress", null, el("h2", null, termName(term.period)), steps(term), stateLine(term)),
        messages(t("month_end.blockers"), term.blockers, "warn", `blockers.${term.period}`, true),
        messages(t("month_end.warnings"), term.warnings, "info", `warnings.${term.period}`, true),
        approvalTable(term, me.shop.currency), me.roles.includes("meritd_close") && signForm(term, refresh), proofTable(term, me, refresh));
}

function steps(answer) {
    const at = STEPS.indexOf(answer.state);
    return el("ol.steps", null, STEPS.map((name, place) => el(place < at ? "li.done" : place === at ? "li.now" : "li",
        { "aria-current": place === at ? "step" : null }, t(`month_end.${name}`))));
}

function dates(answer) {
    const pairs = [["month_end.final_from", answer.final_from && fullInstant(answer.final_from)],
        ["month_end.complete", answer.complete_up_to && fullInstant(answer.complete_up_to)],
        ["month_end.closed_at", answer.closed_at && fullInstant(answer.closed_at)], ["month_end.closed_by", answer.closed_by],
        ["word.revision", answer.revision || null]].filter(([, value]) => value != null);
    return pairs.length > 0 && el("dl.dates", null, pairs.map(([key, value]) => el("div", null, el("dt", null, t(key)), el("dd", null, value))));
}

/** Earlier months that are not closed: they come first. */
function earlier(answer) {
    if (!answer.open_before?.length) return null;
    return el("p.banner.warn", null, t("month_end.before"), " ",
        answer.open_before.map((name, place) => [place > 0 && t("word.comma"), el("a", { href: address("month-end", { month: name }) }, month(name))]));
}

/** Quarters, half-years and years that are over and open, wherever one looks from. */
function openTerms(answer, shown) {
    if (!answer.open_terms.length) return null;
    return el("p.banner.warn.terms", null, t("month_end.open_terms"), " ", answer.open_terms.map((row, place) => [place > 0 && t("word.comma"),
        el("a", { href: placeOf(row), "aria-current": row.period === shown ? "true" : null, "data-key": `term.${row.period}` }, termName(row.period)),
        row.closed && ` (${t("month_end.to_revise")})`]));
}

/** Whose: these rows know the account alone, and `name` is that of a metric. */
function whoseColumn(answer) {
    return { key: "agent", label: t("word.agent"), value: (row) => row.agent, show: (row) => personLink({ agent: row.agent }, { month: answer.month }) };
}

function planTable(answer) {
    if (!answer.plan?.length) return null;
    return dataTable({ name: "plan", file: `plan-${answer.month}`, caption: t("month_end.plan"), note: t("month_end.plan_note"), rows: answer.plan,
        columns: [whoseColumn(answer),
            { key: "item", label: t("money.item"), value: (row) => [row.label, row.name_label].filter(Boolean).join(" · ") },
            textColumn("frozen", t("month_end.frozen"), { kind: "number" }), textColumn("today", t("month_end.today"), { kind: "number" }),
            textColumn("difference", t("month_end.difference"), { kind: "number" })] });
}

/** What a close, or the next revision, gives and takes, and who approves it. */
function approvalTable(answer, currency) {
    const rows = answer.signatures.flatMap((step) => step.amounts.map((amount) => ({ ...step, ...amount, currency })));
    if (!rows.length) return null;
    return dataTable({ name: `approvals.${answer.period}`, file: `approvals-${answer.period}`, caption: t("approval.title"), rows,
        columns: [whoseColumn(answer), textColumn("reason_label", t("money.reason")), amountColumn(), amountColumn("becomes", t("approval.becomes")), textColumn("label", t("approval.by")),
            { key: "may_sign", label: t("approval.who"), value: (row) => row.may_sign.join(", ") },
            { key: "signed", label: t("word.state"), value: (row) => t(row.signed ? "approval.given" : "approval.missing"),
                show: (row) => badge(t(row.signed ? "approval.given" : "approval.missing"), row.signed ? "good" : "warn") }] });
}

function exclusionTable(answer) {
    if (!answer.exclusions?.length) return null;
    return dataTable({ name: "exclusions", file: `exclusions-${answer.month}`, caption: t("exclusion.title"), rows: answer.exclusions,
        columns: [whoseColumn(answer), textColumn("kind_label", t("exclusion.kind")),
            textColumn("reference", t("exclusion.reference")), textColumn("reason", t("exclusion.reason")),
            instantColumn("excluded_at", t("exclusion.at"), { low: true }), textColumn("excluded_by", t("exclusion.by"), { low: true }),
            instantColumn("ended_at", t("exclusion.ended"), { low: true }), textColumn("changed", t("exclusion.changed"))] });
}
