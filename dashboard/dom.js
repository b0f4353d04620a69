// dom.js - builds elements. What comes from data becomes text, never markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * el("p.note", {id: "why"}, "text", el("b", null, 3)): an element with classes, attributes and children.
 * Attributes: a function is a listener ({click: f}), `vars` are custom properties of CSS ({vars: {"--share": 0.5}});
 * null, undefined and false are left out, true is an attribute without a value. Children that are null or false are left out.
 */
export function el(what, attributes, ...children) {
    const [name, ...classes] = what.split(".");
    return fill(document.createElement(name || "div"), classes, attributes, children);
}

/** The same for SVG. */
export function svg(what, attributes, ...children) {
    const [name, ...classes] = what.split(".");
    return fill(document.createElementNS(SVG, name), classes, attributes, children);
}

function fill(element, classes, attributes, children) {
    if (classes.length) element.setAttribute("class", classes.join(" "));
    for (const [name, value] of Object.entries(attributes ?? {})) setAttribute(element, name, value);
    element.append(...children.flat(Infinity).filter((child) => child != null && child !== false).map(asNode));
    return element;
}

function asNode(child) {
    return child instanceof Node ? child : document.createTextNode(String(child));
}

function setAttribute(element, name, value) {
    if (value == null || value === false) return;
    if (typeof value === "function") element.addEventListener(name, value);
    else if (name === "vars") for (const [key, x] of Object.entries(value)) element.style.setProperty(key, x);
    else element.setAttribute(name, value === true ? "" : value);
}

/** A link to elsewhere if the address is http(s), else only its text. */
export function outward(url, text) {
    if (!isWebAddress(url)) return document.createTextNode(text);
    return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}

export function isWebAddress(url) {
    try {
        return typeof url === "string" && ["http:", "https:"].includes(new URL(url).protocol);
    } catch {
        return false;
    }
}

/**
 * Puts new children in the place of the old ones. What had the focus has it afterwards too, and what was unfolded stays
 * unfolded: both are found again by data-key.
 */
export function replaceContent(parent, ...children) {
    const focused = parent.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const open = new Map([...parent.querySelectorAll("details[data-key]")].map((d) => [d.dataset.key, d.open]));
    const scrolled = new Map([...parent.querySelectorAll(".scroll[data-key]")].map((s) => [s.dataset.key, s.scrollLeft]));
    parent.replaceChildren(...children.flat(Infinity).filter(Boolean));
    for (const details of parent.querySelectorAll("details[data-key]"))
        if (open.has(details.dataset.key)) details.open = open.get(details.dataset.key);
    for (const box of parent.querySelectorAll(".scroll[data-key]")) box.scrollLeft = scrolled.get(box.dataset.key) ?? 0;
    if (focused) byKey(parent, focused)?.focus({ preventScroll: true });
}

function byKey(parent, key) {
    return [...parent.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key);
}
