// main.js - starts the page: who is there, which view the address names, and what happens when something was settled.

import { ask, onOtherTab, signsInHere } from "./api.js";
import { el, replaceContent } from "./dom.js";
import { setShop } from "./format.js";
import { Live } from "./live.js";
import { refusal } from "./part.js";
import { heading, linkPersons } from "./pieces.js";
import { parseRoute } from "./route.js";
import { Shell } from "./shell.js";
import { signInForm } from "./sign_in.js";
import { entryOf, viewsFor } from "./views.js";
import { chooseLanguage, language, t } from "./words.js";

const LOOK = 600_000; // ms until it is looked who is there, and what day it is
const SWAP = 400; // ms that the old view may stay while the new one asks

const page = document.getElementById("page");
let here = true; // people sign in on this page
let me = null;
let shell = null;
let live = null;
let view = null;
let looked = performance.now(); // who is there
let begun = 0; // starts: what an earlier one hears comes too late
let turn = 0; // of the view that is wanted: a slower one before it is dropped

async function start() {
    const mine = ++begun;
    chooseLanguage(language());
    try {
        here = await signsInHere();
        const found = await ask("me");
        if (mine !== begun) return;
        me = found;
    } catch (error) {
        if (mine !== begun) return;
        return error.status === 401 ? signedOut() : replaceContent(page, el("main.lonely", null, refusal(error, start)));
    }
    setShop(me.shop);
    linkPersons(Boolean(entryOf(me, "person")));
    shell = new Shell({ me, here, entries: viewsFor(me), onLanguage: speak, onSignedOut: () => signedOut() });
    replaceContent(page, shell.node);
    listen();
    await show(true);
}

function listen() {
    live?.close();
    live = new Live({ onState: (state) => shell.setStream(state), onSettled: settled });
}

async function settled(asOf) {
    view?.refresh();
    if (performance.now() - looked > LOOK) lookWho();
    if (asOf) return shell.setSettled(asOf);
    const answer = await ask("me").catch((error) => error.status === 401 && signedOut());
    if (answer) shell.setMe(answer);
}

/** Draws everything again in another language. */
async function speak(name) {
    chooseLanguage(name);
    view?.close?.();
    view = null;
    await start();
}

/** Somebody else may be there by now: on another tab, behind a proxy, or since the page was left. Or it is another day, perhaps of another month, or they may do something else. */
async function lookWho() {
    looked = performance.now();
    const mine = begun;
    const found = await ask("me").catch((error) => { if (error.status === 401 && mine === begun && me) signedOut(t("sign_in.ended")); });
    if (!found || mine !== begun) return; // somebody came or left meanwhile
    if (found.login === me?.login && (isAsBefore(found) || page.querySelector("form[data-dirty]"))) return;
    view?.close?.();
    view = null;
    await start();
}

const MATTERS = ["today", "roles", "agent", "teams", "leads", "months"]; // what the menu and the choices are made of

function isAsBefore(found) {
    return MATTERS.every((name) => JSON.stringify(found[name]) === JSON.stringify(me[name]));
}

function signedOut(reason = null) {
    live?.close();
    view?.close?.();
    begun++;
    turn++; // a view that is under way comes too late
    [me, shell, live, view] = [null, null, null, null];
    document.title = `${t("sign_in.title")} · meritd`;
    if (!here) return replaceContent(page, el("main.lonely", null, refusal({ status: 401 }, start, t("sign_in.elsewhere"))));
    replaceContent(page, signInForm({ reason, onDone: start, onLanguage: (name) => { chooseLanguage(name); signedOut(reason); } }));
    page.querySelector("input")?.focus();
}

/** The view of the address. A new one takes the place of the old when it has an answer, or after a short while. */
async function show(first = false) {
    if (!me) return;
    const mine = ++turn;
    const route = parseRoute();
    const entry = entryOf(me, route.view);
    const next = entry ? entry.make(route.parameters, me) : nothing();
    shell.setBusy(true);
    const loaded = next.refresh();
    await Promise.race([loaded, new Promise((done) => setTimeout(done, SWAP))]);
    if (mine !== turn) return next.close?.();
    swap(next, entry, !first && view?.name !== entry?.name);
    await loaded;
}

function swap(next, entry, moved) {
    view?.close?.();
    view = { ...next, name: entry?.name };
    shell.setView(next.node, entry, next.title);
    document.title = `${next.title} · meritd`;
    next.node.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
    if (!moved) return;
    scrollTo(0, 0);
    next.node.querySelector("h1")?.focus({ preventScroll: true });
}

/** The address names no view, or none for this caller. */
function nothing() {
    const title = t(me.roles.length ? "state.unknown" : "state.denied");
    const said = refusal({ status: me.roles.length ? 404 : 403 }, null, t(me.roles.length ? "state.other_view" : "state.no_view"));
    return { title, node: el("div.view", null, heading(title), said), refresh: async () => {} };
}

addEventListener("hashchange", () => show());
addEventListener("pageshow", (event) => event.persisted && lookWho());
document.addEventListener("visibilitychange", () => document.hidden || lookWho());
onOtherTab(lookWho);
addEventListener("signed-out", () => me && signedOut(t("sign_in.ended")));
start();
