// person.js - one person's month: the score and what it is made of, what would lift it, trends, pay, appeals, actions.

import { ring } from "./charts.js";
import { el } from "./dom.js";
import { month, number, points, signed } from "./format.js";
import { bar, choice, monthChoice, schemeChoice } from "./controls.js";
import { Part, emptyState } from "./part.js";
import { badge, card, heading, heldBanner, otherMonth, rankText, stateLine } from "./pieces.js";
import { appealForm, termAppealForms } from "./forms.js";
import { ownResult, resultBadge } from "./proof.js";
import { indicatorTable } from "./indicators.js";
import { actionTable, appealTable, ledgerTable, payTable, targetTable } from "./person_tables.js";
import { ownTerms, termTable } from "./terms.js";
import { trendCards, historyCard } from "./trends.js";
import { address, firstDay } from "./route.js";
import { t } from "./words.js";

export function personView(parameters, me) {
    const parts = [];
    if (parameters.agent || me.agent)
        parts.push(new Part({ door: "person", parameters: { agent: parameters.agent, month: firstDay(parameters.month),
            scheme: parameters.scheme }, draw: (answer) => drawPerson(answer, me, () => parts[0].refresh(), parameters) }));
    const choose = me.leads.length ? chooser(parameters, me) : null;
    const mine = !parameters.agent || parameters.agent === me.agent;
    const title = t(mine && me.agent ? "menu.me" : "menu.person");
    const empty = !parts.length && emptyState(t("person.choose"), t("person.choose_why"));
    const node = el("div.view.person-view", null, heading(title, choose?.node), parts.map((part) => part.node), empty);
    return { title, node, refresh: () => Promise.all([choose, ...parts].map((part) => part?.refresh())) };
}

/** Whom a lead may choose: everybody of the month's ranking. */
function chooser(parameters, me) {
    const draw = (answer) => {
        const rows = [...answer.rows].sort((a, b) => String(a.team).localeCompare(b.team) || String(a.name).localeCompare(b.name));
        const chosen = parameters.agent ?? me.agent;
        const people = rows.map((row) => [row.agent, [row.name ?? row.agent, row.team].filter(Boolean).join(" · ")]);
        if (!people.some(([agent]) => agent === chosen)) people.unshift([chosen ?? "", chosen ?? t("person.choose")]);
        return bar(choice("agent", t("word.agent"), people, chosen));
    };
    const part = new Part({ door: "ranking", draw, parameters: { period_kind: "month", start: firstDay(parameters.month) } });
    part.node.classList.add("slim");
    return part;
}

function drawPerson(answer, me, refresh, parameters) {
    return el("div.stack-of", null,
        bar(monthChoice(me.months, answer.month), schemeChoice(answer.schemes, answer.scheme), sheetLink(answer)),
        otherMonth(answer, parameters, me), el("div.hero-row", null, hero(answer), answer.state !== "closed" && lifts(answer)),
        heldBanner(answer), answer.acknowledgement && ownResult([answer.acknowledgement], answer.month, refresh),
        ownTerms(answer).map((row) => ownResult([row], row.term, refresh)),
        indicatorTable(answer),
        trendCards(answer.trend, answer.labels, `${answer.agent}-${answer.month}`),
        historyCard(answer), termTable(answer),
        targetTable(answer), payTable(answer), ledgerTable(answer), appealTable(answer, false, writing(me, refresh)), appealForm(answer, refresh), ...termAppealForms(answer, refresh),
        actionTable(answer, false, writing(me, refresh)));
}

/** Leads and the closing role decide; nobody about themselves but the closing role. */
export function writing(me, done) {
    const closes = me.roles.includes("meritd_close");
    if (!closes && !me.leads.length) return null;
    return { may: (row) => closes || row.agent !== me.agent, done };
}

function sheetLink(answer) {
    return answer.scheme && el("a.button", { href: address("sheet", { agent: answer.agent, month: answer.month, scheme: answer.scheme }) },
        t("sheet.link"));
}

function hero(answer) {
    const label = t("person.score_of", { score: answer.total == null ? t("person.no_score") : points(answer.total) });
    return el("section.card.hero", { "aria-label": answer.name ?? answer.agent },
        ring(answer.total == null ? null : answer.total / 100, answer.total == null ? null : points(answer.total), label),
        el("div.who-is", null,
            el("h2", null, answer.name ?? answer.agent),
            el("p.note", null, [answer.employee ?? answer.agent, answer.team, month(answer.month), answer.scheme_label].filter(Boolean).join(" · ")),
            el("p.marks", null, badge(answer.grade_label ?? answer.grade, "grade"),
                answer.rank != null && badge(rankText(answer), "info"),
                answer.pass_mark != null && answer.total != null && passBadge(answer),
                answer.acknowledgement && !answer.acknowledgement.own && resultBadge(answer.acknowledgement)),
            answer.before?.change != null && el("p.note", null, t("change.score", { change: signed(answer.before.change, points(Math.abs(answer.before.change))), month: month(answer.before.month),
                total: points(answer.before.total) })),
            stateLine(answer), answer.barred_why && el("p.why", null, answer.barred_why)));
}

function passBadge(answer) {
    const passed = answer.total >= answer.pass_mark;
    return badge(t(passed ? "person.passed" : "person.below", { mark: number(answer.pass_mark) }), passed ? "good" : "warn");
}

/** What would lift the score, the most first. */
function lifts(answer) {
    const found = answer.indicators.filter((row) => row.lift && row.brings > 0).sort((a, b) => b.brings - a.brings).slice(0, 4);
    const content = found.length
        ? el("ol.lifts", null, found.map((row) => el("li", null, el("span", null, el("b", null, row.lift.text), el("small", null, row.label)),
            badge(`+${number(row.brings)}`, "good"))))
        : el("p.empty", null, t(answer.total == null ? "person.nothing_yet" : "person.at_best"));
    return card(t("person.lift"), content);
}
