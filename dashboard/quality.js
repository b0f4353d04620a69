// quality.js - what operators look after: records and settings that make numbers doubtful.

import { el } from "./dom.js";
import { fullInstant, number } from "./format.js";
import { Part, emptyState } from "./part.js";
import { heading, instantColumn, textColumn } from "./pieces.js";
import { dataTable } from "./table.js";
import { t } from "./words.js";

export function qualityView() {
    const part = new Part({ door: "quality", draw: drawQuality });
    return { title: t("menu.quality"), node: el("div.view", null, heading(t("menu.quality")), part.node), refresh: () => part.refresh() };
}

// How far the numbers are, and what needs nobody: below what somebody has to look at.
const STATE = ["position", "lag", "complete_up_to", "dirty", "settled", "kept_from", "ticket_merged"];

function drawQuality(answer) {
    if (!answer.checks.length) return emptyState(t("quality.none"), t("quality.none_why"));
    const of = (state) => answer.checks.filter((row) => STATE.includes(row.check) === state);
    return el("div.stack-of", null, checksTable("quality", t("quality.title"), of(false), answer), checksTable("quality-state", t("quality.state"), of(true), answer));
}

function checksTable(name, caption, rows, answer) {
    return dataTable({ name, caption, note: answer.as_of && t("quality.as_of", { at: fullInstant(answer.as_of) }), empty: t("quality.nothing"),
        rows, stack: true, columns: [
            { key: "check", label: t("quality.check"), value: (row) => row.label ?? row.check }, textColumn("check", t("quality.code"), { csv: true }),
            textColumn("subject", t("quality.subject")),
            { key: "value", label: t("quality.value"), kind: "number", value: (row) => row.value,
                show: (row) => (typeof row.value === "number" ? number(row.value) : row.value) },
            instantColumn("at", t("quality.at")), textColumn("detail", t("quality.detail")), textColumn("remedy", t("quality.remedy"))] });
}
