// appeal.js - an appeal and what is behind it: what an accepted one leaves out, or whose the orders are, is chosen from the evidence.

import { send } from "./api.js";
import { el } from "./dom.js";
import { clock, money } from "./format.js";
import { forgetFailure, reviseForm, tellFailure } from "./forms.js";
import { Paged } from "./paged.js";
import { Part, emptyState } from "./part.js";
import { badge, heading, instantColumn, outwardColumn, personLink, termName, textColumn } from "./pieces.js";
import { address, firstDay } from "./route.js";
import { dataTable } from "./table.js";
import { t } from "./words.js";

export function appealView(parameters, me) {
    const id = Number(parameters.id);
    const chosen = new Map(); // kind/reference → {kind, reference}
    const closes = me.roles.includes("meritd_close");
    const appeal = new Part({ door: "month_end", parameters: { month: firstDay(parameters.month) },
        draw: (answer) => drawAppeal(answer, answer.appeals.find((row) => row.id === id), { chosen, closes, done: () => appeal.refresh() }) });
    const evidence = new Paged({ door: "evidence", draw: (answer) => evidenceTable(answer, chosen),
        parameters: { agent: parameters.agent, month: firstDay(parameters.month), indicator: parameters.indicator, ...(parameters.term ? { term: parameters.term } : {}) } });
    const back = el("a.back", { href: address("month-end", { month: parameters.month }) }, t("evidence.back"));
    const title = t("appeal.of", { n: parameters.id });
    return { title, node: el("div.view", null, heading(title, back), appeal.node, evidence.node),
        refresh: () => Promise.all([appeal.refresh(), evidence.refresh()]) };
}

function drawAppeal(answer, row, { chosen, closes, done }) {
    if (!row) return emptyState(t("appeal.none"), "");
    return el("section.card.appeal", { "aria-label": t("appeal.of", { n: row.id }) },
        el("h2", null, personLink(row, { month: answer.month }), el("span", null, row.label), el("span", null, termName(row.period)),
            badge(row.state_label, row.state === "open" ? "info" : "plain")),
        el("blockquote", null, row.reason),
        row.decided_at ? el("p.note", null, [row.note, row.decided_by].filter(Boolean).join(" · ")) : decideForm(row, chosen, done),
        row.state === "accepted" && closes && row.period === answer.month && reviseForm(answer, done),
        row.state === "accepted" && !(closes && row.period === answer.month) && el("p.note", null, t("appeal.revise", { period: termName(row.period) })));
}

function decideForm(row, chosen, done) {
    const field = (name, label, control) => el("label.field", null, el("span", null, label), Object.assign(control, { name }));
    const text = (needed) => el("textarea", { rows: 2, maxlength: 600, required: needed });
    const said = el("p.said", { role: "alert" });
    const form = el("form.write", { input: () => { form.dataset.dirty = "true"; forgetFailure(form, said); }, submit: (event) => {
        event.preventDefault();
        decide({ form, accepted: event.submitter.name === "accept", row, chosen, said, done });
    } }, el("p.note", null, t("appeal.choose")), field("note", t("appeal.note"), text(true)), field("evidence", t("appeal.evidence"), text(false)),
        field("reference", t("appeal.order"), el("input", { maxlength: 128 })), field("credit_to", t("appeal.credit_to"), el("input", { maxlength: 128 })),
        el("div.controls", null, el("button.primary", { type: "submit", name: "accept" }, t("appeal.accept")),
            el("button", { type: "submit", name: "reject" }, t("appeal.reject"))), said);
    return form;
}

async function decide({ form, accepted, row, chosen, said, done }) {
    const { note, evidence, reference, credit_to: creditTo } = Object.fromEntries(new FormData(form));
    const pieces = [...chosen.values(), ...(reference ? [{ kind: "order", reference }] : [])];
    const exclusions = accepted ? pieces.map((piece) => exclusionOf(piece, evidence, creditTo)) : [];
    forgetFailure(form, said);
    said.textContent = accepted && !exclusions.length ? t("appeal.nothing_chosen") : accepted && !evidence ? t("appeal.no_evidence") : "";
    if (said.textContent) return;
    const buttons = [...form.querySelectorAll("button")];
    for (const button of buttons) button.disabled = true;
    try {
        await send("appeal_decide", { appeal: row.id, accepted, note, exclusions });
        delete form.dataset.dirty;
        chosen.clear();
        await done();
    } catch (error) {
        tellFailure(form, said, error);
    } finally {
        for (const button of buttons) button.disabled = false;
    }
}

/** An order is left out or, when somebody is named, theirs. */
function exclusionOf({ kind, reference }, evidence, creditTo) {
    if (kind === "order" && creditTo) return { kind: "credit", reference, evidence, credit_to: creditTo };
    return { kind: kind === "round" ? "conversation" : kind, reference, evidence };
}

function evidenceTable(answer, chosen) {
    const box = (row) => {
        const key = `${row.kind}/${row.reference}`;
        return el("input", { type: "checkbox", checked: chosen.has(key), "aria-label": t("appeal.leave_out", { what: `${row.kind_label} ${row.reference}` }),
            change: (event) => event.target.checked ? chosen.set(key, row) : chosen.delete(key) });
    };
    return dataTable({ name: "appeal-evidence", file: `evidence-${answer.agent}-${answer.month}-${answer.indicator}`, caption: t("evidence.title"),
        note: answer.label, rows: answer.rows, empty: t("evidence.none"), tone: (row) => row.excluded && "left-out", headed: 1, fixed: true,
        columns: [{ key: "chosen", label: t("appeal.choice"), seen: true, value: () => null, show: (row) => row.excluded ? badge(t("evidence.excluded"), "warn") : box(row) },
            outwardColumn("reference", t("evidence.reference")), textColumn("kind_label", t("evidence.kind")), instantColumn("at", t("evidence.at")),
            textColumn("what", t("evidence.what")),
            { key: "amount", label: t("money.amount"), kind: "number", value: (row) => row.amount, show: (row) => row.amount != null && money(row.amount) },
            { key: "seconds", label: t("evidence.seconds"), kind: "number", value: (row) => row.seconds,
                show: (row) => row.seconds != null && clock(row.seconds) }] });
}
