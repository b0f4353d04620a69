// table.js - tables that sort, scroll in themselves on a phone, and go home as CSV.

import { csvOf, download } from "./csv.js";
import { el, replaceContent } from "./dom.js";
import { NOTHING } from "./format.js";
import { t } from "./words.js";

const sorting = new Map(); // table name → {key, down}: as the reader left it

/**
 * A table with its caption, count and CSV.
 *   name     of the table: of the file, and for its state
 *   columns  [{key, label, value, show, kind, low, wide, csv, seen}]: value(row) is what sorts and goes into the CSV, show(row) what
 *            is seen (text or node; default: value). kind "number" is set to the right. low: not on a phone, and
 *            nowhere as long as no row has a value. wide: a line of
 *            its own on a card. csv, seen: only there, only here.
 *   empty    what is said without rows
 *   tone     row → class of the row
 *   stack    on a phone each row is a card
 */
export function dataTable(table) {
    const box = el("section.card", { "aria-label": table.caption });
    draw(box, table);
    return box;
}

function draw(box, table) {
    const body = table.rows.length ? scrolling(box, table) : el("p.empty", null, table.empty ?? t("table.empty"));
    replaceContent(box, tableHead(table), body);
}

function tableHead(table) {
    const count = table.count ?? table.rows.length;
    return el("header.card-head", null,
        el("h2", null, table.caption, count > 0 && el("span.count", null, count)),
        table.note && el("p.note", null, table.note),
        el("div.tools", null, table.tools, table.rows.length > 0 && csvButton(table)));
}

function csvButton(table) {
    const label = t("table.csv_of", { name: table.caption });
    return el("button.quiet", { type: "button", "aria-label": label, title: label, "data-key": `${table.name}.csv`,
        click: () => download(table.file ?? table.name, tableCsv(table)) }, "CSV");
}

export function tableCsv(table) {
    const columns = table.columns.filter((column) => !column.seen);
    return csvOf(columns.map((column) => column.label), table.rows.map((row) => columns.map((column) => column.value(row))));
}

function scrolling(box, table) {
    const columns = table.columns.filter((column) => !column.csv && !(column.low && table.rows.every((row) => column.value(row) == null)));
    const attributes = { tabindex: 0, role: "region", "aria-label": table.caption, "data-key": `${table.name}.scroll` };
    return el("div.scroll", attributes,
        el(table.stack ? "table.stack" : "table", null,
            el("thead", null, el("tr", null, columns.map((column) => head(box, table, column)))),
            el("tbody", null, sorted(table).map((row) => line(table, columns, row)))));
}

function classes(column) {
    return [column.kind, column.low && "low", column.wide && "wide"].filter(Boolean).map((name) => `.${name}`).join("");
}

function head(box, table, column) {
    const state = sorting.get(table.name);
    const direction = state?.key === column.key ? (state.down ? "descending" : "ascending") : null;
    return el(`th${classes(column)}`, { scope: "col", "aria-sort": direction },
        table.fixed || column.seen ? column.label : el("button.sort", { type: "button", "data-key": `${table.name}.${column.key}`,
            click: () => sortBy(box, table, column) }, column.label));
}

/** Numbers begin with the greatest; a third click gives the first order back. */
function sortBy(box, table, column) {
    const state = sorting.get(table.name);
    const first = column.kind === "number";
    if (state?.key !== column.key) sorting.set(table.name, { key: column.key, down: first });
    else if (state.down === first) sorting.set(table.name, { key: column.key, down: !first });
    else sorting.delete(table.name);
    draw(box, table);
}

function sorted(table) {
    const state = sorting.get(table.name);
    const column = state && table.columns.find((c) => c.key === state.key);
    if (!column) return table.rows;
    return [...table.rows].sort((a, b) => compare(column.value(a), column.value(b), state.down));
}

/** What has no value comes last, whichever way. */
function compare(a, b, down) {
    if (a == null || b == null) return (a == null) - (b == null);
    const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
    return down ? -order : order;
}

function line(table, columns, row) {
    const tone = table.tone?.(row);
    return el(tone ? `tr.${tone}` : "tr", null, columns.map((column, place) => {
        const name = place === (table.headed ?? 0) ? "th" : "td";
        return el(`${name}${classes(column)}`, { scope: name === "th" ? "row" : null, "data-label": column.label }, shown(column, row));
    }));
}

function shown(column, row) {
    const content = column.show ? column.show(row) : column.value(row);
    return content == null || content === "" || content === false ? el("span.nothing", null, NOTHING) : content;
}
