// api.js - asks `meritd web`. Every question is a door of the database (docs/doors.md) by a path
// of docs/web.md; the answer is its JSON.

import { language } from "./words.js";

/** What went wrong: status 0 is "no answer at all". `field`: of what was sent, the wrong one, or "". `retryAfter`: seconds, or null. */
export class Refusal extends Error {
    constructor(status, code, message, { field = "", retryAfter = null } = {}) {
        super(message);
        Object.assign(this, { status, code, field, retryAfter });
    }
}

const KEPT = 40; // answers
const MORE_TRIES = 2; // of a question that a busy server refused
const kept = new Map(); // address → {tag, text}. In memory alone: the browser keeps no answer, and signing out forgets them

/** The text of a door's answer: a caller that keeps it sees whether anything changed. Refusal if it cannot be had. */
export async function askText(door, parameters = {}) {
    const url = new URL(`api/${door}`, document.baseURI);
    for (const [name, value] of Object.entries(parameters)) if (value != null && value !== "") url.searchParams.set(name, value);
    url.searchParams.set("language", language());
    const known = kept.get(url.href);
    const response = await requestAgain(url, { headers: { Accept: "application/json", ...(known && { "If-None-Match": known.tag }) } });
    return response.status === 304 ? known.text : keep(url.href, response.headers.get("ETag"), await response.text());
}

function keep(address, tag, text) {
    kept.delete(address);
    if (tag) kept.set(address, { tag, text });
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
    return text;
}

export async function ask(door, parameters) {
    return JSON.parse(await askText(door, parameters));
}

/** Whether people sign in here with a password; else a proxy says who they are, or everybody is the same. */
export async function signsInHere() {
    return (await (await request(new URL("api/sign-in", document.baseURI), {})).json()).password;
}

export async function signIn(login, password) {
    kept.clear();
    await post("api/sign-in", { login, password });
    tellOtherTabs();
}

export async function signOut() {
    kept.clear();
    await post("api/sign-out", {});
    tellOtherTabs();
}

const SESSION = "meritd.session"; // in localStorage: what stands there means nothing, but that it is another

/** All tabs have one cookie: whoever signs in or out on one does so on all. */
function tellOtherTabs() {
    try {
        localStorage.setItem(SESSION, String(Math.random()));
    } catch {
        // the browser keeps nothing for us: other tabs look when they are come back to
    }
}

export function onOtherTab(heard) {
    addEventListener("storage", (event) => event.key === SESSION && heard());
}

/** Writes by a door: a POST of its parameters. */
export async function send(door, parameters) {
    await post(`api/${door}`, { ...parameters, language: language() });
}

async function post(path, body) {
    const headers = { "Content-Type": "application/json" };
    await request(new URL(path, document.baseURI), { method: "POST", headers, body: JSON.stringify(body) });
}

/** A server that has too much to do is asked again, a little later and not by all pages at once, before anybody hears of it. What took too long would again. */
async function requestAgain(url, options) {
    for (let left = MORE_TRIES; ; left--) {
        try {
            return await request(url, options);
        } catch (error) {
            if (error.status !== 503 || error.code === "slow" || left === 0) throw error;
            await new Promise((done) => setTimeout(done, (error.retryAfter ?? 2) * 1000 * (1 + Math.random())));
        }
    }
}

async function request(url, options) {
    let response;
    try {
        response = await fetch(url, { ...options, credentials: "same-origin", redirect: "error" });
    } catch (error) {
        throw new Refusal(0, "unreachable", error.message);
    }
    if (response.ok || response.status === 304) return response;
    if (response.status === 401) kept.clear();
    throw await refusalOf(response);
}

async function refusalOf(response) {
    const said = await response.json().then((body) => body.error ?? {}, () => ({}));
    const retry = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
    return new Refusal(response.status, said.code ?? "", said.message ?? "", { field: said.field, retryAfter: Number.isNaN(retry) ? null : retry });
}
