// evidence.js - the rounds, orders, tickets behind one indicator of a person's month.

import { el } from "./dom.js";
import { clock, money, month } from "./format.js";
import { Paged } from "./paged.js";
import { badge, dayColumn, heading, instantColumn, outwardColumn, textColumn } from "./pieces.js";
import { address, firstDay } from "./route.js";
import { dataTable } from "./table.js";
import { t } from "./words.js";

export function evidenceView(parameters) {
    const { agent, indicator, scheme } = parameters;
    const list = new Paged({ door: "evidence", parameters: { agent, indicator, scheme, month: firstDay(parameters.month) }, draw: drawEvidence });
    const back = el("a.back", { href: address("person", { agent, month: parameters.month, scheme }) }, t("evidence.back"));
    const node = el("div.view", null, heading(t("evidence.title"), back), list.node);
    return { title: t("evidence.title"), node, refresh: () => list.refresh() };
}

function drawEvidence(answer) {
    const about = `${answer.name ?? answer.agent} · ${month(answer.month)}`;
    const has = (key) => answer.rows.some((row) => row[key] != null);
    return dataTable({ name: "evidence", file: `evidence-${answer.agent}-${answer.month}-${answer.indicator}`, caption: answer.label,
        note: answer.kept_from ? `${about} · ${t("evidence.kept_from", { from: month(answer.kept_from) })}` : about,
        rows: answer.rows, empty: t("evidence.none"), tone: (row) => row.excluded && "left-out",
        columns: [
            { key: "kind", label: t("evidence.kind"), value: (row) => row.kind_label ?? row.kind,
                show: (row) => el("span.nowrap", null, row.kind_label ?? row.kind) },
            outwardColumn("reference", t("evidence.reference")),
            dayColumn("day", t("word.day"), { low: true }), instantColumn("at", t("evidence.at")), textColumn("what", t("evidence.what")),
            has("amount") && { key: "amount", label: t("money.amount"), kind: "number", value: (row) => row.amount,
                show: (row) => row.amount != null && money(row.amount) },
            has("seconds") && { key: "seconds", label: t("evidence.seconds"), kind: "number", value: (row) => row.seconds,
                show: (row) => row.seconds != null && clock(row.seconds) },
            { key: "excluded", label: t("evidence.counts"), value: (row) => t(row.excluded ? "evidence.excluded" : "evidence.counted"),
                show: (row) => row.excluded && badge(t("evidence.excluded"), "warn") },
        ].filter(Boolean) });
}
