// part.js - a part of a view that asks one door and draws its answer. How it looks while there is no answer, when it is refused
// or when it is old, is drawn here, once for all parts.

import { askText } from "./api.js";
import { el, replaceContent } from "./dom.js";
import { timeOfDay } from "./format.js";
import { t } from "./words.js";

/**
 * door, parameters: the question; draw(answer) gives nodes. refresh() asks again, and touches the page only if the answer is
 * another. `changed` is called after each drawing.
 */
export class Part {
    constructor({ door, parameters = {}, draw, changed = () => {} }) {
        Object.assign(this, { door, parameters, draw, changed });
        this.turn = 0;
        this.text = null; // of the answer that is shown
        this.asked = null; // when that was
        this.node = el("div.part", { "aria-busy": "true" }, skeleton());
    }

    async refresh() {
        const turn = ++this.turn;
        try {
            const text = await askText(this.door, this.parameters);
            if (turn === this.turn) this.show(text);
        } catch (error) {
            if (turn === this.turn) this.fail(error);
        }
    }

    show(text) {
        const again = text === this.text && !this.failed;
        Object.assign(this, { text, asked: new Date(), failed: false });
        this.node.setAttribute("aria-busy", "false");
        if (again) return;
        if (this.node.querySelector("form[data-dirty]")) return void (this.text = null); // somebody writes: later
        this.answer = JSON.parse(text);
        replaceContent(this.node, [this.draw(this.answer)]);
        this.changed(this.answer);
    }

    fail(error) {
        if (error.status === undefined) throw error;
        this.failed = true;
        this.node.setAttribute("aria-busy", "false");
        if (error.status === 401) dispatchEvent(new CustomEvent("signed-out"));
        else if (this.text && error.status !== 403) this.keepOld(error);
        else replaceContent(this.node, refusal(error, () => this.refresh()));
    }

    /** What was shown stays, and says that it is old. */
    keepOld(error) {
        this.node.querySelector(":scope > .stale")?.remove();
        this.node.prepend(el("p.stale.banner.warn", { role: "status" },
            t("state.old", { time: timeOfDay(this.asked.toISOString()) }), " ", sentence(error)));
    }
}

function skeleton() {
    return el("div.card.skeleton", null, el("span.sr", null, t("state.loading")),
        [70, 100, 90, 100, 60].map((width) => el("i", { vars: { "--width": `${width}%` }, "aria-hidden": "true" })));
}

/** Why there is nothing to see, and what to do. why: instead of what the error says. */
export function refusal(error, again, why = sentence(error)) {
    const kind = error.status === 403 ? "denied" : error.status === 404 || error.status === 400 ? "unknown" : "error";
    return el(`div.card.state.${kind}`, { role: kind === "error" ? "alert" : null },
        el("span.sign", { "aria-hidden": "true" }, { denied: "⊘", unknown: "?", error: "!" }[kind]),
        el("h2", null, t(`state.${kind}`)), el("p", null, why),
        kind === "error" && el("button", { type: "button", click: again }, t("state.again")));
}

/** What went wrong, in the page's own words where it has some. */
export function sentence(error) {
    if (error.status === 0) return t("state.unreachable");
    if (error.status === 403) return t("state.denied_why");
    if (error.status >= 500) return t(error.status === 500 ? "state.failed" : "state.busy");
    return error.message || t("state.status", { status: error.status });
}

/** Drawn on purpose: there is nothing, and why that is fine. */
export function emptyState(title, why) {
    return el("div.card.state", null, el("span.sign", { "aria-hidden": "true" }, "∅"), el("h2", null, title), why && el("p", null, why));
}
