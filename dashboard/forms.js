// forms.js - what can be written on the page: appeals filed and decided, actions set, targets, signatures. The database decides whether.

import { send } from "./api.js";
import { el } from "./dom.js";
import { sentence } from "./part.js";
import { termName } from "./pieces.js";
import { address } from "./route.js";
import { t } from "./words.js";

/**
 * A form that unfolds.
 *   fields   [{name, label, options ([[value, text]]; absent: a sentence), number, type (text: a line; date), needed}]
 *   buttons  [[text, door, {further parameters}]]
 *   done     called after it was written
 *   once     what is written has an id, with which it is sent again: the same is not written twice
 * While somebody writes, its part is not drawn again (Part).
 */
export function writeForm({ key, title, fields, buttons, done, once = false }) {
    const said = el("p.said", { role: "alert" });
    const submit = (event) => {
        event.preventDefault();
        write(form, event.submitter, said, done, once);
    };
    const input = () => {
        form.dataset.dirty = "true";
        forgetFailure(form, said);
    };
    const form = el("form.write", { input, submit }, fields.map(field),
        el("div.controls", null, buttons.map(button)), said);
    return el("details.write-on", { "data-key": key }, el("summary", null, title), form);
}

function field(given) {
    return el("label.field", null, el("span", null, given.label), control(given));
}

function control({ name, options, number, type, needed }) {
    if (options) return el("select", { name }, options.map(([value, text]) => el("option", { value }, text)));
    if (number) return el("input", { name, type: "number", min: 0, max: 999999999999, step: "any", inputmode: "decimal", required: needed });
    if (type) return el("input", { name, type, maxlength: type === "text" ? 60 : null, required: needed });
    return el("textarea", { name, rows: 3, maxlength: 600, required: needed });
}

function button([text, door, further]) {
    return el("button", { type: "submit", "data-door": door, "data-further": JSON.stringify(further) }, text);
}

async function write(form, pressed, said, done, once) {
    pressed.disabled = true;
    forgetFailure(form, said);
    try {
        const given = givenIn(form);
        const id = once ? { id: newId(form, JSON.stringify(given), pressed.dataset.further) } : {};
        await send(pressed.dataset.door, { ...id, ...given, ...JSON.parse(pressed.dataset.further) });
        delete form.dataset.dirty;
        forgetId(form, pressed.dataset.further);
        form.reset();
        await done();
    } catch (error) {
        tellFailure(form, said, error);
    } finally {
        pressed.disabled = false;
    }
}

function givenIn(form) {
    const given = [...new FormData(form)].filter(([, value]) => value !== "");
    return Object.fromEntries(given.map(([name, value]) => [name, form.elements[name].type === "number" ? Number(value) : value]));
}

const OF_THE_DATABASE = ["refused", "not_allowed", "limit"]; // sentences in the language of the page

/** What went wrong, for the form that was sent. Our own faults are thrown on. */
export function failure(error) {
    if (error.status === undefined) throw error;
    if (error.status === 401) return t("sign_in.ended");
    if (error.code === "parameter") return t("form.wrong");
    return OF_THE_DATABASE.includes(error.code) ? error.message : sentence(error);
}

/** It stands at the field that is wrong, or else where it stood. */
export function tellFailure(form, said, error) {
    const control = error.field ? form.elements.namedItem(error.field) : null;
    if (control instanceof Element) {
        control.setAttribute("aria-invalid", "true");
        control.closest("label")?.after(said);
        control.focus();
    }
    said.textContent = failure(error);
}

export function forgetFailure(form, said) {
    for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
    if (said.localName === "p") form.append(said);
    said.textContent = "";
}

const ids = new WeakMap(); // form → of what it writes → {content, id}

/** A random UUID, the same as long as the form says the same of the same thing (about) and that is not written: whoever wrote it forgets it. crypto.randomUUID is there over TLS alone. */
export function newId(form, content, about = "") {
    const kept = ids.get(form) ?? new Map();
    ids.set(form, kept);
    if (kept.get(about)?.content !== content) {
        const bytes = crypto.getRandomValues(new Uint8Array(16));
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        kept.set(about, { content, id: digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") });
    }
    return kept.get(about).id;
}

export function forgetId(form, about = "") {
    ids.get(form)?.delete(about);
}

/** An appeal against a closed month, while the days to appeal last. */
export function appealForm(answer, done) {
    if (!answer.appeal_until || !answer.indicators.length) return null;
    return writeForm({ key: "appeal", title: t("appeal.file"), done,
        fields: [{ name: "indicator", label: t("appeal.about"), options: answer.indicators.map((row) => [row.indicator, row.label]) },
            { name: "reason", label: t("appeal.reason"), needed: true }],
        buttons: [[t("appeal.send"), "appeal_file", { for_month: answer.month, agent: answer.agent }]] });
}

/** The same against the closed quarters, half-years and years that end with the month: the appeal is shown there. */
export function termAppealForms(answer, done) {
    return answer.terms.filter((row) => row.end.slice(0, 7) === answer.month && row.appeal_until && row.indicators.length).map((row) => writeForm({ key: `appeal.${row.scheme}.${row.term}`, done,
        title: t("appeal.file_term", { period: termName(row.term) }),
        fields: [{ name: "indicator", label: t("appeal.about"), options: row.indicators.map((one) => [one.indicator, one.label]) },
            { name: "reason", label: t("appeal.reason"), needed: true }],
        buttons: [[t("appeal.send"), "appeal_file_term", { of_term: row.term, agent: answer.agent }]] }));
}

/** An appeal is decided where its evidence stands. */
export function decideLink(row, month) {
    if (row.decided_at) return null;
    const parameters = { id: row.id, agent: row.agent, month, indicator: row.indicator, ...(row.period === month ? {} : { term: row.period }) };
    return el("a", { href: address("appeal", parameters), "data-key": `decide.${row.id}` }, t("appeal.decide"));
}

/** What was accepted, and what came late, changes a closed month when somebody revises it. */
export function reviseForm(answer, done) {
    if (answer.state !== "closed" || !answer.plan.length) return null;
    return writeForm({ key: "revise", title: t("revise.title"), done, fields: [{ name: "reason", label: t("revise.reason"), needed: true }],
        buttons: [[t("revise.do"), "revise", { for_month: answer.month }]] });
}

/** The schemes of a month or longer period may ask for signatures, one after the other, and for approvals of amounts: of its close, or of its next revision. */
export function signForm(answer, done) {
    if (!answer.signatures.length) return null;
    return writeForm({ key: `sign.${answer.period}`, title: t("sign.title", { period: termName(answer.period) }), done, fields: [{ name: "step", label: t("sign.step"),
        options: toSign(answer).map((row) => [row.step, row.label]) }], buttons: [[t("sign.do"), "sign", { of_period: answer.period, content: answer.content }]] });
}

/** What is missing; what is signed may be refused, but is never hidden while all of it is there. */
function toSign(answer) {
    const missing = answer.signatures.filter((row) => !row.signed);
    return missing.length > 0 ? missing : answer.signatures;
}

export function actionForm(row, done) {
    if (row.state !== "open") return null;
    return writeForm({ key: `action.${row.id}`, title: t("action.set"), done, fields: [{ name: "note", label: t("word.note") }],
        buttons: [[t("action.done"), "action_set", { action: row.id, state: "done" }],
            [t("action.waive"), "action_set", { action: row.id, state: "waived" }]] });
}
