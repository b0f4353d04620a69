// due.js - what is due from the caller at the end of months and longer periods, each with the way to its place.

import { el, replaceContent } from "./dom.js";
import { Part } from "./part.js";
import { termName } from "./pieces.js";
import { address } from "./route.js";
import { t } from "./words.js";

/** null: nothing is ever due from the caller. */
export function duePart(me) {
    return me.roles.some((role) => ["merit_lead", "meritd_close"].includes(role)) ? new Due() : null;
}

/** Asked when the view is opened (once) and after something was written: to look at open periods costs more than to look at waits. What cannot be had is not missed. */
class Due extends Part {
    constructor() {
        super({ door: "due", draw: drawDue });
        replaceContent(this.node);
    }

    async once() {
        if (this.turn === 0) await this.refresh();
    }

    fail(error) {
        if (error.status === undefined || error.status === 401) return super.fail(error);
        this.node.setAttribute("aria-busy", "false");
        replaceContent(this.node);
    }
}

function drawDue(answer) {
    return answer.due.length > 0 && el("div.banner.info.due", null, el("b", null, t("due.title")), el("ul", null, answer.due.map((row) =>
        el("li", null, el("a", { href: placeOf(row), "data-key": `due.${row.period}` }, termName(row.period)), " · ",
            [row.evidence > 0 && t("due.evidence", { n: row.evidence }), row.signatures > 0 && t("due.signatures", { n: row.signatures })]
                .filter(Boolean).join(" · ")))));
}

/** Where the end of a month, or of a longer period, stands. row: {period, month}. */
export function placeOf({ period, month }) {
    return address("month-end", { month, period: period === month ? null : period });
}
