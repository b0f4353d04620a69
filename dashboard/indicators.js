// indicators.js - what a score is made of.

import { el } from "./dom.js";
import { measured, number, points, quantity } from "./format.js";
import { badge } from "./pieces.js";
import { address } from "./route.js";
import { dataTable } from "./table.js";
import { t } from "./words.js";

export function indicatorTable(answer) {
    const open = answer.state !== "closed"; // what is closed, nothing lifts
    const total = answer.total == null ? null : t("indicator.sum", { total: points(answer.total) });
    return dataTable({ name: "indicators", file: `score-${answer.agent}-${answer.month}`, caption: t("indicator.title"), note: total,
        rows: answer.indicators, stack: true, fixed: true, empty: t("indicator.none"), tone: (row) => row.points == null && "left-out",
        columns: [
            { key: "indicator", label: t("indicator.name"), value: (row) => row.label, show: (row) => evidenceLink(answer, row) },
            { key: "value", label: t("indicator.value"), kind: "number", value: (row) => row.value, show: valueOf },
            { key: "points", label: t("indicator.points"), kind: "number", value: (row) => row.points, show: pointsOf },
            { key: "out_of", label: t("indicator.out_of"), csv: true, value: (row) => row.out_of },
            { key: "weight", label: t("indicator.weight"), kind: "number", value: (row) => row.weight, show: (row) => number(row.weight) },
            { key: "contribution", label: t("indicator.contribution"), kind: "number", value: (row) => row.contribution,
                show: (row) => row.contribution != null && el("b", null, number(row.contribution)) },
            { key: "edge", label: t("indicator.edge"), kind: "number", value: (row) => row.edge, low: true,
                show: (row) => row.edge != null && quantity(row.edge, row.unit) },
            ...(open ? liftColumns() : []),
        ] });
}

function liftColumns() {
    return [
        { key: "next_edge", label: t("indicator.next"), kind: "number", value: (row) => row.next_edge, low: true,
            show: (row) => row.next_edge != null && quantity(row.next_edge, row.unit) },
        { key: "lift", label: t("indicator.lift"), wide: true, value: (row) => row.lift?.text, show: liftOf },
        { key: "brings", label: t("indicator.brings"), csv: true, value: (row) => row.brings },
    ];
}

function evidenceLink(answer, row) {
    const parameters = { agent: answer.agent, month: answer.month, scheme: answer.scheme, indicator: row.indicator };
    return el("a", { href: address("evidence", parameters), title: t("indicator.evidence"), "data-key": `evidence.${row.indicator}` }, row.label);
}

function valueOf(row) {
    if (row.value != null) return measured(quantity(row.value, row.unit), row.value, row.metric);
    return Array.isArray(row.numbers) && row.numbers.length ? row.numbers.map((n) => number(n)).join(" / ") : null;
}

function pointsOf(row) {
    if (row.points == null) return badge(t("indicator.left_out"));
    return el("span.points", null, el("span", null, number(row.points), row.out_of !== 100 && el("small", null, ` / ${number(row.out_of)}`)),
        el("i.meter", { vars: { "--share": Math.min(1, Math.max(0, row.points / row.out_of)) }, "aria-hidden": "true" }));
}

function liftOf(row) {
    if (!row.lift) return row.points != null && row.next_edge == null ? el("span.best", null, t("indicator.best")) : null;
    return el("span.lift", null, el("span", null, row.lift.text), badge(`+${number(row.brings)}`, "good"));
}
