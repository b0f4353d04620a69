// forms.js - what can be written on the page: appeals filed and rejected, actions set. The database decides whether.

import { send } from "./api.js";
import { el } from "./dom.js";
import { t } from "./words.js";

/**
 * A form that unfolds.
 *   fields   [{name, label, options ([[value, text]]; absent: a sentence), needed}]
 *   buttons  [[text, door, {further parameters}]]
 *   done     called after it was written
 * While somebody writes, its part is not drawn again (Part).
 */
export function writeForm({ key, title, fields, buttons, done }) {
    const said = el("p.said", { role: "alert" });
    const submit = (event) => {
        event.preventDefault();
        write(form, event.submitter, said, done);
    };
    const form = el("form.write", { input: () => { form.dataset.dirty = "true"; }, submit }, fields.map(field),
        el("div.controls", null, buttons.map(button)), said);
    return el("details.write-on", { "data-key": key }, el("summary", null, title), form);
}

function field({ name, label, options, needed }) {
    const control = options
        ? el("select", { name }, options.map(([value, text]) => el("option", { value }, text)))
        : el("textarea", { name, rows: 3, maxlength: 600, required: needed });
    return el("label.field", null, el("span", null, label), control);
}

function button([text, door, further]) {
    return el("button", { type: "submit", "data-door": door, "data-further": JSON.stringify(further) }, text);
}

async function write(form, pressed, said, done) {
    pressed.disabled = true;
    said.textContent = "";
    try {
        const given = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
        await send(pressed.dataset.door, { ...given, ...JSON.parse(pressed.dataset.further) });
        delete form.dataset.dirty;
        await done();
    } catch (error) {
        if (error.status === undefined) throw error;
        said.textContent = error.status === 0 ? t("state.unreachable") : error.message || t("state.status", { status: error.status });
    } finally {
        pressed.disabled = false;
    }
}

/** An appeal against a closed month, while the days to appeal last. */
export function appealForm(answer, done) {
    if (!answer.appeal_until || !answer.indicators.length) return null;
    return writeForm({ key: "appeal", title: t("appeal.file"), done,
        fields: [{ name: "indicator", label: t("appeal.about"), options: answer.indicators.map((row) => [row.indicator, row.label]) },
            { name: "reason", label: t("appeal.reason"), needed: true }],
        buttons: [[t("appeal.send"), "appeal_file", { for_month: answer.month, agent: answer.agent }]] });
}

/** An appeal is accepted with what it leaves out, which `meritd appeal` asks for; here it can be rejected. */
export function rejectForm(row, done) {
    if (row.decided_at) return null;
    return writeForm({ key: `reject.${row.id}`, title: t("appeal.decide"), done, fields: [{ name: "note", label: t("appeal.why"), needed: true }],
        buttons: [[t("appeal.reject"), "appeal_decide", { appeal: row.id, accepted: false }]] });
}

export function actionForm(row, done) {
    if (row.state !== "open") return null;
    return writeForm({ key: `action.${row.id}`, title: t("action.set"), done, fields: [{ name: "note", label: t("word.note") }],
        buttons: [[t("action.done"), "action_set", { action: row.id, state: "done" }],
            [t("action.waive"), "action_set", { action: row.id, state: "waived" }]] });
}
