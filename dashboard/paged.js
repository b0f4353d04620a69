// paged.js - a list that the database gives page by page.

import { ask } from "./api.js";
import { el, replaceContent } from "./dom.js";
import { refusal } from "./part.js";
import { t } from "./words.js";

const MOST = 100; // rows of a page

/** Like Part, for doors with `after` and `next`: what was read further on is added to the same table. draw(answer) draws it. */
export class Paged {
    constructor({ door, parameters, draw }) {
        Object.assign(this, { door, parameters, draw });
        this.node = el("div.part", { "aria-busy": "true" });
        this.pages = 1;
    }

    /** Reads as many pages again as were read before. */
    async refresh() {
        try {
            let answer = await this.page(null);
            for (let page = 1; page < this.pages && answer.next; page++) answer = joined(answer, await this.page(answer.next));
            this.show(answer);
        } catch (error) {
            this.fail(error);
        }
    }

    page(after) {
        return ask(this.door, { ...this.parameters, after, most: MOST });
    }

    async more(button) {
        button.disabled = true;
        try {
            this.pages++;
            this.show(joined(this.answer, await this.page(this.answer.next)));
        } catch (error) {
            this.fail(error);
        }
    }

    show(answer) {
        this.node.setAttribute("aria-busy", "false");
        const text = JSON.stringify(answer);
        if (text === this.text) return;
        Object.assign(this, { answer, text });
        const button = answer.next && el("button.more", { type: "button", "data-key": "more", click: (event) => this.more(event.target) }, t("table.next"));
        replaceContent(this.node, this.draw(answer), button);
    }

    fail(error) {
        if (error.status === undefined) throw error;
        this.node.setAttribute("aria-busy", "false");
        this.text = null;
        if (error.status === 401) dispatchEvent(new CustomEvent("signed-out"));
        else replaceContent(this.node, refusal(error, () => this.refresh()));
    }
}

function joined(answer, further) {
    return { ...further, rows: [...answer.rows, ...further.rows] };
}
