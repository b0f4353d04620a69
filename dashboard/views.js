// views.js - the views, who may see them, and what the menu says. The database decides what a view shows; this only keeps
// doors out of the menu that would refuse the caller anyway.

import { appealView } from "./appeal.js";
import { evidenceView } from "./evidence.js";
import { listsView } from "./lists.js";
import { monthEndView } from "./month_end.js";
import { nowView } from "./now.js";
import { personView } from "./person.js";
import { qualityView } from "./quality.js";
import { rankingView } from "./ranking.js";
import { sheetView } from "./sheet.js";
import { teamView } from "./team.js";

const has = (...roles) => (me) => roles.some((role) => me.roles.includes(role));
const people = has("merit_agent", "merit_lead", "meritd_close");

/** menu: the word of the menu; inside: the menu's entry that a view without one belongs to. */
const VIEWS = [
    { name: "now", menu: "menu.now", may: has("merit_agent", "merit_lead", "meritd_close", "merit_operator"), make: nowView },
    { name: "ranking", menu: "menu.ranking", may: people, make: rankingView },
    { name: "person", menu: "menu.person", may: people, make: personView },
    { name: "team", menu: "menu.team", may: (me) => me.leads.length > 0, make: teamView },
    { name: "lists", menu: "menu.lists", may: people, make: listsView },
    { name: "month-end", menu: "menu.month_end", make: monthEndView,
      may: has("merit_agent", "merit_lead", "meritd_close", "merit_payroll", "merit_operator") },
    { name: "quality", menu: "menu.quality", may: has("merit_operator", "meritd_close"), make: qualityView },
    { name: "evidence", inside: "person", may: people, make: evidenceView },
    { name: "appeal", inside: "month-end", may: has("merit_lead", "meritd_close"), make: appealView },
    { name: "sheet", inside: "person", may: people, make: sheetView },
];

export function viewsFor(me) {
    return VIEWS.filter((view) => view.menu && view.may(me));
}

/** The view of a name; "" is the first that the caller may see. undefined: there is none, or not for this caller. */
export function entryOf(me, name) {
    return VIEWS.find((view) => (name === "" ? view.menu : view.name === name) && view.may(me));
}
