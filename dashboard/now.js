// now.js - who waits for an answer now, and today so far.

import { barChart, sparkBars } from "./charts.js";
import { el } from "./dom.js";
import { clock, day, instant, number } from "./format.js";
import { duePart } from "./due.js";
import { Part } from "./part.js";
import { accountColumn, agentColumn, badge, card, heading, metricColumns, numberColumn, outwardColumn, teamColumn, tile, tiles } from "./pieces.js";
import { bar, teamChoice } from "./controls.js";
import { dataTable } from "./table.js";
import { t } from "./words.js";

const TODAY = ["received", "reply_rate", "rounds", "slow_rounds", "response_seconds", "inquirers", "inquiry_conversion", "payers", "sales", "csat"];
const LOW = ["rounds", "inquirers", "payers", "csat"];
const LEAST = 2_000; // ms until it is asked again because somebody becomes slow

export function nowView(parameters, me) {
    const waits = new Waits(parameters);
    const parts = [waits.part];
    if (!only(me, "merit_operator", "merit_payroll"))
        parts.push(new Part({ door: "today", parameters: { team: parameters.team }, draw: drawToday }));
    const due = duePart(me);
    const node = el("div.view.now", null, heading(t("menu.now"), bar(teamChoice(me.teams, parameters.team))), due?.node, parts.map((part) => part.node));
    const refresh = () => Promise.all([due?.once(), ...parts.map((part) => part.refresh())]);
    return { title: t("menu.now"), node, refresh, close: () => waits.close() };
}

function only(me, ...roles) {
    return me.roles.every((role) => roles.includes(role));
}

/** The waiting customers: ages tick here; who is slow, the database says, and is asked when somebody is about to be. */
class Waits {
    constructor({ team }) {
        this.part = new Part({ door: "waiting", parameters: { team, most: 1000 }, draw: (answer) => this.draw(answer) });
        this.timer = setInterval(() => this.tick(), 1000);
    }

    close() {
        clearInterval(this.timer);
        clearTimeout(this.due);
    }

    draw(answer) {
        this.drawn = performance.now();
        this.ticking = [];
        this.askWhenSlow(answer);
        const longest = Math.max(0, ...answer.waiting.map((row) => row.seconds));
        return el("div.stack-of", null, tiles(
            tile(t("now.waiting"), number(answer.count), { attributes: { role: "status" } }),
            tile(t("now.slow", { seconds: answer.slow_seconds }), number(answer.slow), { tone: answer.slow ? "bad" : "good" }),
            tile(t("now.longest"), answer.waiting.length ? this.ageOf(longest) : "–"),
            ...(answer.teams.length > 1 ? answer.teams.slice(0, 6).map(teamTile) : [])), this.table(answer));
    }

    askWhenSlow({ waiting, slow_seconds: limit }) {
        clearTimeout(this.due);
        const next = Math.min(...waiting.filter((row) => !row.slow && row.counted_seconds > 0).map((row) => limit - row.counted_seconds));
        if (Number.isFinite(next)) this.due = setTimeout(() => this.part.refresh(), Math.max(LEAST, next * 1000 + 500));
    }

    table(answer) {
        const more = answer.count - answer.waiting.length;
        return dataTable({ name: "waiting", caption: t("now.who"), rows: answer.waiting, count: answer.count, stack: true, headed: 1,
            note: more > 0 && t("table.more", { n: more }), empty: t("now.nobody"), tone: (row) => row.slow && "slow",
            columns: [
                { key: "seconds", label: t("now.age"), kind: "number", value: (row) => row.seconds, show: (row) => this.age(row) },
                agentColumn(), accountColumn(), teamColumn(answer.waiting),
                numberColumn("counted_seconds", t("now.counted"), clock, { low: true }),
                { key: "asked_at", label: t("now.asked"), value: (row) => row.asked_at, low: true,
                    show: (row) => el("span.nowrap", null, instant(row.asked_at)) },
                { key: "after_answer", label: t("now.kind"), value: kindOf,
                    show: (row) => el("span.nowrap", null, kindOf(row)) },
                outwardColumn("conversation", t("word.conversation")),
            ] });
    }

    age(row) {
        return el("span.age", null, row.slow && badge(t("now.is_slow"), "bad"), this.ageOf(row.seconds));
    }

    ageOf(seconds) {
        const node = el("span.clock", null, clock(seconds));
        this.ticking.push({ node, seconds });
        return node;
    }

    tick() {
        const elapsed = (performance.now() - this.drawn) / 1000;
        this.ticking = this.ticking?.filter(({ node }) => node.isConnected);
        for (const { node, seconds } of this.ticking ?? []) node.textContent = clock(seconds + elapsed);
    }
}

function kindOf(row) {
    return t(row.after_answer ? "now.after" : "now.first");
}

function teamTile(team) {
    return tile(team.team ?? t("word.no_team"), number(team.count), { tone: team.slow ? "bad" : "",
        note: t("now.team_note", { slow: team.slow, longest: clock(team.longest_seconds ?? 0) }) });
}

function drawToday(answer) {
    return el("div.stack-of", null, todayTable(answer), card(t("now.hours"), barChart({ title: t("now.hours"), every: 3, wide: true,
        points: answer.asked_hours.map((value, hour) => ({ label: t("now.hour", { hour }), tick: String(hour), value })) })));
}

function todayTable(answer) {
    const hours = Array.from({ length: 24 }, (_, hour) => ({ key: `hour${hour}`, label: t("now.hour", { hour }), csv: true,
        value: (row) => row.asked_hours[hour] }));
    return dataTable({ name: "today", caption: t("now.today"), file: `today-${answer.day}`, note: day(answer.day), rows: answer.agents,
        empty: t("now.no_traffic"),
        columns: [agentColumn(), accountColumn(), teamColumn(answer.agents),
            numberColumn("waiting", t("now.waits"), (value) => (value ? badge(value, "warn") : value)),
            ...metricColumns(answer.labels, TODAY, LOW),
            { key: "hours", label: t("now.by_hour"), low: true, value: (row) => row.asked_hours.reduce((a, b) => a + b, 0),
                show: (row) => sparkBars(row.asked_hours) }, ...hours] });
}
