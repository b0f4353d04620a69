// entries.js - what people enter: marks of agents, and targets. The database says whom one may mark, and whose targets one may set.

import { el } from "./dom.js";
import { day, fullInstant, number } from "./format.js";
import { send } from "./api.js";
import { forgetFailure, forgetId, newId, tellFailure, writeForm } from "./forms.js";
import { Part } from "./part.js";
import { accountColumn, agentColumn, badge, dayColumn, periodColumn, teamColumn, termName, textColumn } from "./pieces.js";
import { dataTable } from "./table.js";
import { t } from "./words.js";

export function marksPart(month) {
    const part = new Part({ door: "entries", parameters: { month }, draw: (answer) => marksTable(answer, () => part.refresh()) });
    return part;
}

export function targetPart(month, done) {
    const part = new Part({ door: "entries", parameters: { month }, draw: (answer) => targetForm(answer, done) });
    part.node.classList.add("slim");
    return part;
}

function marksTable(answer, done) {
    return dataTable({ name: "marks", file: `marks-${answer.month}`, caption: t("lists.marks"), stack: true, rows: answer.marks,
        empty: t(answer.closed ? "mark.closed" : "mark.none"), note: answer.marks.length > 0 && t("mark.note"),
        columns: [agentColumn({ month: answer.month }), accountColumn(), teamColumn(answer.marks), periodColumn(answer.marks, answer.month), textColumn("label", t("indicator.name")),
            textColumn("role_label", t("mark.as")), dayColumn("due", t("action.due"), { low: true }),
            { key: "state", label: t("word.state"), value: (row) => t(stateOf(row)), show: (row) => badge(t(stateOf(row)), TONES[stateOf(row)]) },
            { key: "score", label: t("mark.mark"), kind: "number", csv: true, value: (row) => row.score },
            { key: "write", label: t("mark.mark"), seen: true, wide: true, value: () => null, show: (row) => markForm(answer, row, done) }] });
}

const TONES = { "mark.given": "good", "action.overdue": "bad", "mark.due": "plain" };

function stateOf(row) {
    return (row.sample ? row.marked : row.score != null) ? "mark.given" : row.overdue ? "action.overdue" : "mark.due";
}

/** One number and a button. Of a sample each mark counts, else the last one. What was typed is sent with the same id until it is written or another number. */
function markForm(answer, row, done) {
    const input = el("input", { name: "score", type: "number", min: 0, max: 100, step: "any", required: true, inputmode: "decimal", placeholder: "0–100", value: row.sample ? null : row.score,
        "aria-label": t("mark.of", { name: row.name ?? row.agent, what: [row.label, row.period !== answer.month && termName(row.period)].filter(Boolean).join(" · "), role: row.role_label }) });
    const said = el("span.said", { role: "status" });
    const button = el("button", { type: "submit" }, t(row.sample || row.score == null ? "mark.give" : "mark.correct"));
    const form = el("form.enter", { input: () => { form.dataset.dirty = "true"; forgetFailure(form, said); }, submit: (event) => {
        event.preventDefault();
        give({ form, button, said, done, id: newId(form, input.value), score: input.valueAsNumber, answer, row });
    } }, input, button, said, row.sample && el("small", null, t("mark.sample", { own: row.own, given: row.given, needed: row.needed })), row.given_at && el("small", { title: fullInstant(row.given_at) }, t("mark.was", { mark: number(row.score), on: day(row.given_at.slice(0, 10)) })));
    return form;
}

async function give({ form, button, said, done, id, score, answer, row }) {
    button.disabled = true;
    try {
        const mark = { id, agent: row.agent, mark: row.mark, role: row.role, score };
        await (row.period === answer.month ? send("mark_give", { ...mark, for_month: row.period }) : send("mark_give_term", { ...mark, of_term: row.period }));
        delete form.dataset.dirty;
        forgetId(form);
        said.textContent = "✓";
        await done();
    } catch (error) {
        tellFailure(form, said, error);
    } finally {
        button.disabled = false;
    }
}

function targetForm(answer, done) {
    if (!answer.agents.length) return el("span", null);
    const people = answer.agents.map((row) => [row.agent, [row.name ?? row.agent, row.team].filter(Boolean).join(" · ")]);
    const metrics = answer.metrics.map((row) => [row.metric, t(`target.in_${row.unit}`, { name: row.label })]);
    return writeForm({ key: "target", title: t("target.set"), done, once: true,
        fields: [{ name: "agent", label: t("word.agent"), options: people }, { name: "metric", label: t("target.metric"), options: metrics },
            { name: "value", label: t("target.target"), number: true, needed: true }],
        buttons: [...answer.closed ? [] : [[t("target.save"), "target_set", { for_month: answer.month }]],
            ...answer.terms.map((term) => [t("target.save_term", { period: termName(term) }), "target_set_term", { of_term: term }])] });
}
