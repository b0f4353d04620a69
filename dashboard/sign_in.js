// sign_in.js - a login of the database and its password.

import { signIn } from "./api.js";
import { el } from "./dom.js";
import { languageButton } from "./shell.js";
import { t } from "./words.js";

/** reason: why somebody who was signed in is not any more; null. onDone: after signing in. */
export function signInForm({ reason, onDone, onLanguage }) {
    const said = el("p.said", { role: "alert" }, reason);
    const button = el("button.primary", { type: "submit" }, t("sign_in.in"));
    const form = el("form.card.sign-in", { submit: (event) => { event.preventDefault(); submit(form, said, button, onDone); } },
        el("p.brand", null, el("i.mark", { "aria-hidden": "true" }), "meritd"),
        el("h1", null, t("sign_in.title")), el("p.note", null, t("sign_in.note")),
        field("login", "text", "username"), field("password", "password", "current-password"),
        said, button, languageButton(onLanguage));
    return el("main.lonely", null, form);
}

function field(name, type, autocomplete) {
    return el("label.field", null, el("span", null, t(`sign_in.${name}`)),
        el("input", { name, type, autocomplete, required: true, autocapitalize: "none", spellcheck: "false", maxlength: 200 }));
}

async function submit(form, said, button, onDone) {
    button.disabled = true;
    said.textContent = "";
    try {
        await signIn(form.elements.login.value, form.elements.password.value);
        await onDone();
    } catch (error) {
        if (error.status === undefined) throw error;
        said.textContent = whyNot(error);
        form.elements.password.value = "";
        form.elements.password.focus();
    } finally {
        button.disabled = false;
    }
}

function whyNot(error) {
    if (error.status === 401) return t("sign_in.wrong");
    if (error.status === 429) return error.retryAfter ? t("sign_in.wait", { n: error.retryAfter }) : t("sign_in.wait_a_while");
    return error.status === 0 ? t("state.unreachable") : error.message || t("state.status", { status: error.status });
}
