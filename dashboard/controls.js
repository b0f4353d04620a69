// controls.js - what a reader chooses with: lists, periods, tabs. All of them change the address, nothing else.

import { el } from "./dom.js";
import { month } from "./format.js";
import { address, change, parseRoute } from "./route.js";
import { t } from "./words.js";

/** A list to choose from. options: [[value, text]]; the value "" is "no choice". */
export function choice(name, label, options, chosen, reset = {}) {
    const select = el("select", { "data-key": `choice.${name}`, change: (event) => change({ ...reset, [name]: event.target.value }) },
        options.map(([value, text]) => el("option", { value, selected: value === (chosen ?? "") }, text)));
    return el("label.choice", null, el("span", null, label), select);
}

export function teamChoice(teams, chosen) {
    return teams.length > 1 || chosen ? choice("team", t("word.team"), [["", t("word.all_teams")], ...teams.map((x) => [x, x])], chosen) : null;
}

export function monthChoice(months, chosen, reset) {
    const names = months.map((m) => m.month);
    if (chosen && !names.includes(chosen)) names.unshift(chosen);
    const closed = new Set(months.filter((m) => m.closed).map((m) => m.month));
    return choice("month", t("word.month"), names.map((m) => [m, month(m) + (closed.has(m) ? ` · ${t("state.closed")}` : "")]), chosen, reset);
}

export function schemeChoice(schemes, chosen) {
    return schemes.length > 1 ? choice("scheme", t("word.scheme"), schemes.map((s) => [s.scheme, s.label]), chosen) : null;
}

/** A few choices side by side, as links. options: [[value, text]]. */
export function tabs(name, label, options, chosen, reset = {}) {
    const route = parseRoute();
    return el("nav.tabs", { "aria-label": label }, options.map(([value, text]) => el("a", {
        href: address(route.view, { ...route.parameters, ...reset, [name]: value }),
        "aria-current": value === chosen ? "true" : null, "data-key": `tab.${name}.${value}` }, text)));
}

export function bar(...controls) {
    return el("div.controls", null, controls);
}
