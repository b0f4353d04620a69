// proof.js - what shows that a grade was earned, and who has acknowledged the result. Who may file, withdraw and acknowledge, says the
// database; the page leaves out what would be refused.

import { send } from "./api.js";
import { el, outward } from "./dom.js";
import { day, fullInstant } from "./format.js";
import { failure, writeForm } from "./forms.js";
import { accountColumn, agentColumn, badge, instantColumn, numberColumn, termName } from "./pieces.js";
import { dataTable } from "./table.js";
import { t } from "./words.js";

/** Whose grade needs evidence, what it counts as without, and what was filed. */
export function proofTable(answer, me, done) {
    if (!answer.evidence.length) return null;
    const writes = me.roles.includes("meritd_close") || me.roles.includes("merit_lead");
    const may = (row) => writes && row.agent !== me.agent; // nobody about itself
    return dataTable({ name: `proofs.${answer.period}`, file: `grade-evidence-${answer.period}`, caption: t("proof.title"), note: t("proof.note"), stack: true,
        rows: answer.evidence, columns: [agentColumn({ month: answer.month }), accountColumn(),
            { key: "grade", label: t("word.grade"), value: (row) => row.grade_label, show: (row) => badge(row.grade_label, "grade") },
            { key: "state", label: t("word.state"), value: (row) => said(row), show: (row) => badge(said(row), tone(row)) },
            { key: "pieces", label: t("proof.evidence"), wide: true, value: (row) => row.evidence.filter(counts).map((one) => one.evidence).join("; "),
                show: (row) => row.evidence.length > 0 && el("ul.pieces", null, row.evidence.map((one) => piece(one, may(row), done))) },
            ...(writes ? [{ key: "write", label: "", seen: true, wide: true, value: () => null, show: (row) => (may(row) && fileForm(answer, row, done)) || " " }] : [])] });
}

function counts(one) {
    return !one.withdrawn_at;
}

function said(row) {
    if (!row.missing) return t("proof.shown");
    if (row.evidence.some(counts)) return t("proof.waits");
    if (row.blocks) return t("proof.blocks");
    return row.counts_as ? t("proof.counts_as", { grade: row.counts_as_label }) : t("proof.missing");
}

function tone(row) {
    if (!row.missing) return "good";
    return row.blocks ? "bad" : "warn";
}

function piece(one, may, done) {
    const about = [one.who, one.what, one.happened_on && day(one.happened_on)].filter(Boolean).join(" · ");
    return el(counts(one) ? "li" : "li.withdrawn", null, el("span.piece", null, outward(one.evidence, one.evidence)), about && el("small", null, about),
        el("small", null, t("proof.filed", { by: one.filed_by, at: fullInstant(one.filed_at) })),
        one.withdrawn_at && el("small", null, t("proof.withdrawn", { by: one.withdrawn_by, at: fullInstant(one.withdrawn_at) }), " ", one.withdrawn_because),
        may && counts(one) && writeForm({ key: `withdraw.${one.id}`, title: t("proof.withdraw"), done,
            fields: [{ name: "reason", label: t("proof.because"), needed: true }], buttons: [[t("proof.withdraw"), "evidence_withdraw", { evidence: one.id }]] }));
}

function fileForm(answer, row, done) {
    return writeForm({ key: `proof.${answer.period}.${row.scheme}.${row.agent}`, title: t("proof.file"), done,
        fields: [{ name: "evidence", label: t("proof.text"), needed: true }, { name: "who", label: t("proof.who"), type: "text" },
            { name: "what", label: t("proof.what") }, { name: "happened_on", label: t("proof.when"), type: "date" }],
        buttons: [[t("proof.send"), "evidence_file", { of_period: answer.period, agent: row.agent, grade: row.grade }]] });
}

/** The caller's own result of a month or longer period: seen with one click, of all accounts of the person. rows: as web.month_end has them. */
export function ownResult(rows, name, done) {
    const own = rows.filter((row) => row.own);
    if (!own.length) return null;
    if (own.every((row) => row.acknowledged_at)) return el("p.note", null, t("result.done", { month: termName(name), at: fullInstant(own[0].acknowledged_at) }));
    const wrong = el("span.said", { role: "alert" });
    const button = el("button.primary", { type: "submit", "data-key": `acknowledge.${name}` }, t("result.acknowledge"));
    return el("form.banner.acknowledge", { submit: (event) => {
        event.preventDefault();
        acknowledge({ button, wrong, name, done });
    } }, el("span", null, t("result.told", { month: termName(name) })), button, wrong);
}

async function acknowledge({ button, wrong, name, done }) {
    button.disabled = true;
    try {
        await (/^\d{4}-\d\d$/.test(name) ? send("acknowledge", { for_month: name }) : send("acknowledge_term", { of_term: name }));
        await done();
    } catch (error) {
        wrong.textContent = failure(error);
    } finally {
        button.disabled = false;
    }
}

export function resultBadge(row) {
    return badge(t(row.acknowledged_at ? "result.acknowledged" : "result.waits"), row.acknowledged_at ? "good" : "warn");
}

/** Who has acknowledged the result and who has not, for those who see others. */
export function resultTable(answer) {
    const rows = answer.acknowledgements;
    if (rows.every((row) => row.own)) return null;
    const waiting = rows.filter((row) => !row.acknowledged_at).length;
    return dataTable({ name: "results", file: `acknowledgements-${answer.month}`, caption: t("result.title"), rows,
        note: waiting ? t("result.waiting", { n: waiting }) : t("result.all"), columns: [agentColumn({ month: answer.month }), accountColumn(),
            { key: "state", label: t("word.state"), value: (row) => t(row.acknowledged_at ? "result.acknowledged" : "result.waits"), show: resultBadge },
            instantColumn("acknowledged_at", t("result.at")), instantColumn("told_at", t("result.told_at"), { low: true }),
            numberColumn("revision", t("word.revision"), null, { low: true })] });
}
