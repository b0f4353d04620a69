// shell.js - what stands around every view: the menu, how fresh the numbers are, the language, who is signed in.

import { signOut } from "./api.js";
import { el, replaceContent, svg } from "./dom.js";
import { age, fullInstant } from "./format.js";
import { address } from "./route.js";
import { language, t } from "./words.js";

const FRESH = 120; // s
const OLD = 900; // s

const ICONS = {
    now: "M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18",
    ranking: "M5 20v-7h4v7M10 20V5h4v15M15 20v-10h4v10",
    person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20c1-4 4-6 7.5-6s6.5 2 7.5 6",
    team: "M9 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c.7-3.5 3-5 6.5-5s5.8 1.5 6.5 5M16 5.500a3 3 0 0 1 0 6M18 15c2 .6 3.2 2.2 3.6 5",
    lists: "M4 6l1.5 1.500L8 5M4 12l1.5 1.500L8 11M4 18l1.5 1.500L8 17M12 6.500h8M12 12.500h8M12 18.500h8",
    "month-end": "M5 5h14v15H5zM5 9.500h14M9 3v4M15 3v4M9 15l2 2 4-4",
    quality: "M3 12h4l2-6 4 12 2.5-6H21",
};

export class Shell {
    constructor({ me, here, entries, onLanguage, onSignedOut }) {
        Object.assign(this, { me, here, entries, onLanguage, onSignedOut });
        this.stream = "live";
        this.main = el("main", { id: "main", "aria-busy": "true" });
        this.menu = el("nav.menu", { "aria-label": t("menu.title") });
        this.chip = el("span.fresh");
        this.node = el("div.shell", null,
            el("a.skip", { href: "#main", click: (event) => this.skip(event) }, t("menu.skip")),
            el("aside.side", null, el("a.brand", { href: address(entries[0]?.name ?? "") }, el("i.mark", { "aria-hidden": "true" }), "meritd",
                me.shop.id && el("small", null, me.shop.id)), this.menu),
            el("header.top", null, this.chip, this.account()), this.main);
        this.setMe(me);
        this.drawMenu(null);
        this.timer = setInterval(() => this.node.isConnected ? this.drawFresh() : clearInterval(this.timer), 1000);
    }

    skip(event) {
        event.preventDefault();
        this.main.querySelector("h1")?.focus();
    }

    account() {
        return el("div.account", null, languageButton(this.onLanguage),
            el("span.who", { title: this.me.login }, this.me.name ?? this.me.login),
            this.here && el("button.quiet", { type: "button", click: () => this.leave() }, t("sign_in.out")));
    }

    /** A session that the server did not end is still there, and the page says so. */
    async leave() {
        try {
            await signOut();
        } catch (error) {
            if (error.status === undefined) throw error;
            if (error.status !== 401) return this.main.prepend(el("p.banner.warn", { role: "alert" }, t("sign_in.not_out")));
        }
        this.onSignedOut();
    }

    /** What web.me() says anew: above all, when numbers were last settled. */
    setMe(me) {
        this.settled = { age: me.age_seconds, as_of: me.as_of, at: performance.now(), now: new Date(me.now).getTime() };
        this.recalculating = me.recalculating;
        this.drawFresh();
    }

    setSettled(asOf) {
        const elapsed = performance.now() - this.settled.at;
        const now = this.settled.now + elapsed;
        this.settled = { age: Math.max(0, (now - new Date(asOf).getTime()) / 1000), as_of: asOf, at: performance.now(), now };
        this.drawFresh();
    }

    setStream(state) {
        this.stream = state;
        this.drawFresh();
    }

    drawFresh() {
        const { age: begun, as_of: asOf, at } = this.settled;
        const seconds = begun == null ? null : begun + (performance.now() - at) / 1000;
        const tone = seconds == null || seconds >= OLD ? "bad" : seconds >= FRESH ? "warn" : "good";
        const words = seconds == null ? t("fresh.never") : t(tone === "bad" ? "fresh.old" : "fresh.settled", { age: age(seconds) });
        const text = this.recalculating ? `${words} · ${t("fresh.recalculating")}` : words;
        if (this.chip.textContent !== text) replaceContent(this.chip, el("i.dot", { "aria-hidden": "true" }), text);
        this.chip.className = `fresh ${tone} ${this.stream}`;
        this.chip.title = [asOf && fullInstant(asOf), t(`fresh.${this.stream}`)].filter(Boolean).join(" · ");
    }

    drawMenu(current) {
        replaceContent(this.menu, ...this.entries.map((entry) => el("a", { href: address(entry.name), "data-key": `menu.${entry.name}`,
            "aria-current": entry.name === current ? "page" : null },
        svg("svg.icon", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: ICONS[entry.name] })),
        el("span", null, t(entry.name === "person" && !this.me.leads.length ? "menu.me" : entry.menu)))));
    }

    setBusy(busy) {
        this.main.setAttribute("aria-busy", String(busy));
    }

    setView(node, entry) {
        replaceContent(this.main, node);
        this.setBusy(false);
        this.drawMenu(entry?.inside ?? entry?.name);
    }
}

export function languageButton(onLanguage) {
    const other = language() === "zh" ? "en" : "zh";
    return el("button.quiet.language", { type: "button", lang: other === "zh" ? "zh-CN" : "en", "data-key": "language", click: () => onLanguage(other) },
        other === "zh" ? "中文" : "English");
}
