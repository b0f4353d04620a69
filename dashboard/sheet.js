// sheet.js - a month of one person on a sheet of paper, to be signed (绩效考核表).

import { el } from "./dom.js";
import { fullInstant, month, number, points, quantity } from "./format.js";
import { Part } from "./part.js";
import { heading, rankText } from "./pieces.js";
import { address, firstDay } from "./route.js";
import { termFacts } from "./terms.js";
import { t } from "./words.js";

export function sheetView(parameters, me) {
    const part = new Part({ door: "person", draw: (answer) => drawSheet(answer, me),
        parameters: { agent: parameters.agent, month: firstDay(parameters.month), scheme: parameters.scheme } });
    const tools = el("div.controls.no-print", null, el("a.back", { href: address("person", parameters) }, t("evidence.back")),
        el("button.primary", { type: "button", click: () => print() }, t("sheet.print")));
    return { title: t("sheet.title"), node: el("div.view.sheet-view", null, heading(t("sheet.title"), tools), part.node), refresh: () => part.refresh() };
}

function drawSheet(answer, me) {
    return el("article.sheet", { "aria-label": t("sheet.title") },
        el("h2.sheet-title", null, t("sheet.title")),
        el("p.sheet-scheme", null, [answer.scheme_label, month(answer.month)].filter(Boolean).join(" · ")),
        facts(answer), indicators(answer), outcome(answer), lines(), signatures(),
        el("p.sheet-foot", null, [me.shop.id, t("sheet.as_of", { at: fullInstant(me.as_of) }), answer.state_label,
            answer.revision > 0 && t("state.revision", { n: answer.revision })].filter(Boolean).join(" · ")));
}

function facts(answer) {
    const pairs = [[t("word.name"), answer.name ?? answer.agent], [t("sheet.employee"), answer.employee ?? answer.agent],
        [t("word.team"), answer.team], [t("sheet.role"), answer.role_label ?? answer.role]];
    return el("dl.sheet-facts", null, pairs.map(([name, value]) => el("div", null, el("dt", null, name), el("dd", null, value ?? "–"))));
}

function indicators(answer) {
    const heads = ["indicator.name", "indicator.value", "indicator.points", "indicator.weight", "indicator.contribution"].map((key) => t(key));
    return el("div.scroll", null, el("table.sheet-table", null,
        el("thead", null, el("tr", null, heads.map((head, place) => el(place ? "th.number" : "th", { scope: "col" }, head)))),
        el("tbody", null, answer.indicators.map((row) => el("tr", null, el("th", { scope: "row" }, row.label),
            el("td.number", null, quantity(row.value, row.unit)),
            el("td.number", null, row.points == null ? t("indicator.left_out") : `${number(row.points)} / ${number(row.out_of)}`),
            el("td.number", null, number(row.weight)), el("td.number", null, number(row.contribution))))),
        el("tfoot", null, el("tr", null, el("th", { scope: "row", colspan: 4 }, t("word.score")),
            el("td.number", null, answer.total == null ? "–" : points(answer.total))))));
}

function outcome(answer) {
    const pairs = [[t("word.grade"), answer.grade_label ?? answer.grade ?? "–"], [t("word.rank"), answer.rank == null ? "–" : rankText(answer)],
        [t("word.note"), answer.barred_why], ...termFacts(answer)];
    return el("dl.sheet-facts.outcome", null, pairs.filter(([, value]) => value).map(([name, value]) =>
        el("div", null, el("dt", null, name), el("dd", null, value))));
}

/** Room for handwriting. */
function lines() {
    return el("div.sheet-lines", null, ["sheet.self", "sheet.lead", "sheet.plan"].map((key) => el("section", null, el("h3", null, t(key)))));
}

function signatures() {
    return el("div.signatures", null, ["sheet.sign_agent", "sheet.sign_lead", "sheet.sign_office"].map((key) =>
        el("p", null, el("span", null, t(key)), el("i", { "aria-hidden": "true" }), el("span", null, t("sheet.date")), el("i", { "aria-hidden": "true" }))));
}
