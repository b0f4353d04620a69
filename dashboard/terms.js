// terms.js - a person's closed quarters, half-years and years.

import { el } from "./dom.js";
import { points } from "./format.js";
import { badge, rankText, termName, textColumn } from "./pieces.js";
import { address } from "./route.js";
import { dataTable } from "./table.js";
import { t } from "./words.js";

const KIND = { Q: "quarter", H: "half_year" };

export function termTable(answer) {
    if (!answer.terms.length) return null;
    return dataTable({ name: "terms", file: `terms-${answer.agent}`, caption: t("term.title"), rows: answer.terms, columns: [
        { key: "term", label: t("term.period"), value: (row) => row.term,
            show: (row) => el("a.nowrap", { href: rankingOf(row), "data-key": `term.${row.scheme}.${row.term}` }, termName(row.term)) },
        textColumn("scheme_label", t("word.scheme"), { low: true }),
        { key: "total", label: t("word.score"), kind: "number", value: (row) => row.total, show: (row) => row.total != null && points(row.total) },
        { key: "grade", label: t("word.grade"), value: (row) => row.grade_label, show: (row) => badge(row.grade_label, "grade") },
        { key: "rank", label: t("word.rank"), value: (row) => row.rank, show: (row) => row.rank != null && rankText(row) },
        textColumn("why", t("ranking.why"), { low: true })] });
}

function rankingOf(row) {
    return address("ranking", { period: KIND[row.term[5]] ?? "year", start: row.start, scheme: row.scheme });
}

/** The terms in which a month is, in words, for the sheet of the month. */
export function termFacts(answer) {
    const day = `${answer.month}-01`;
    return answer.terms.filter((row) => row.start <= day && day <= row.end).map((row) => [termName(row.term),
        [row.total != null && points(row.total), row.grade_label, row.rank != null && rankText(row), row.why].filter(Boolean).join(" · ")]);
}

/** One row per closed term whose result the caller may acknowledge. */
export function ownTerms(answer) {
    return answer.terms.filter((row, i) => row.own && answer.terms.findIndex((other) => other.own && other.term === row.term) === i);
}
