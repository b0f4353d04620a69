// csv.js - tables as files for spreadsheets.

import { el } from "./dom.js";

/**
 * A table as CSV (RFC 4180): UTF-8 with a byte order mark, by which Excel knows it. A text that a spreadsheet would calculate, or
 * take for another number (it keeps 15 digits and no leading zero, and 12e3 is 12000), is given an apostrophe in front.
 */
export function csvOf(heads, rows) {
    return "\ufeff" + [heads, ...rows].map((row) => row.map(cell).join(",") + "\r\n").join("");
}

function cell(value) {
    if (value == null) return "";
    if (typeof value === "number") return String(value);
    const text = harmless(String(value));
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function harmless(text) {
    return /^\s*[=+\-@\t\r]|^(0\d+|\d{16,}|\d+e\d+)$/i.test(text) ? `'${text}` : text;
}

export function download(name, text) {
    const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    const link = el("a", { href: url, download: `${name.replace(/[^\p{L}\p{N}_-]+/gu, "-")}.csv` });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
