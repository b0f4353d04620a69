// words.js - the words of the page, in the language chosen. Names and labels of data come from the database.

import { zh } from "./words_zh.js";
import { en } from "./words_en.js";

const TABLES = { zh, en };
const KEPT_AS = "meritd.language";

let chosen = firstLanguage();

function firstLanguage() {
    const kept = readKept();
    if (kept in TABLES) return kept;
    return navigator.languages.some((name) => name.startsWith("zh")) || !navigator.languages.length ? "zh" : "en";
}

function readKept() {
    try {
        return localStorage.getItem(KEPT_AS);
    } catch {
        return null; // the browser keeps nothing for us
    }
}

/** "zh" or "en". */
export function language() {
    return chosen;
}

export function chooseLanguage(name) {
    chosen = name in TABLES ? name : "zh";
    document.documentElement.lang = chosen === "zh" ? "zh-CN" : "en";
    try {
        localStorage.setItem(KEPT_AS, chosen);
    } catch {
        // the choice lasts as long as the page
    }
}

/** t("waiting.count", {n: 3}): the sentence of the table, its {n} filled in. English has `key.one` for n = 1. */
export function t(key, values = {}) {
    const table = TABLES[chosen];
    const sentence = (values.n === 1 && table[`${key}.one`]) || table[key];
    if (sentence === undefined) throw new Error(`no word for ${key}`);
    return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
