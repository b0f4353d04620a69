// format.js - values as people write them: in the language chosen, the shop's zone and currency.

import { language, t } from "./words.js";

let shop = { zone: "UTC", currency: "CNY" };

/** What web.me() says about the shop. */
export function setShop(given) {
    shop = { zone: knownZone(given.zone), currency: given.currency ?? "CNY" };
}

function knownZone(zone) {
    try {
        new Intl.DateTimeFormat("en", { timeZone: zone });
        return zone;
    } catch {
        return "UTC";
    }
}

const makers = new Map();

/** Intl's makers are slow to make: each is made once. */
function made(Kind, options) {
    const key = `${Kind.name} ${language()} ${JSON.stringify(options)}`;
    if (!makers.has(key)) makers.set(key, new Kind(language() === "zh" ? "zh-CN" : "en-GB", options));
    return makers.get(key);
}

export const NOTHING = "–";

/** A number with at most (or exactly) so many decimals. */
export function number(value, most = 2, least = 0) {
    if (value == null) return NOTHING;
    return made(Intl.NumberFormat, { maximumFractionDigits: most, minimumFractionDigits: least }).format(value);
}

export function points(value) {
    return number(value, 2, 2);
}

export function money(value, decimals = 2, currency = shop.currency) {
    if (value == null) return NOTHING;
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    return made(Intl.NumberFormat, { style: "currency", currency, currencyDisplay: "narrowSymbol", ...digits }).format(value);
}

export function share(value, most = 1) {
    if (value == null) return NOTHING;
    return made(Intl.NumberFormat, { style: "percent", maximumFractionDigits: most }).format(value);
}

function withUnit(value, unit, most) {
    const options = { style: "unit", unit, unitDisplay: language() === "zh" ? "short" : "narrow", maximumFractionDigits: most };
    const text = made(Intl.NumberFormat, options).format(value);
    return language() === "zh" ? text : text.replace(/(\d)([a-z])/, "$1\u202f$2");
}

const BY_UNIT = {
    share: (value) => share(value, 2),
    seconds: (value) => withUnit(value, "second", 1),
    hours: (value) => withUnit(value, "hour", 1),
    money: (value) => money(value, Number.isInteger(value) ? 0 : 2),
    points: (value) => number(value, 2),
    count: (value) => number(value, 2),
};

/** A value in a unit of the doors: share, seconds, hours, money, points, count. */
export function quantity(value, unit) {
    if (value == null) return NOTHING;
    return (BY_UNIT[unit] ?? BY_UNIT.count)(value);
}

/** The unit of a metric that comes without one: by its name, which says it (docs/metrics.md). */
export function unitOf(metric) {
    if (/_seconds$/.test(metric)) return "seconds";
    if (/_hours$/.test(metric)) return "hours";
    if (/(_rate|_conversion|_success|_completion|_share)$/.test(metric)) return "share";
    if (/^(sales|net_sales|refunds|assisted|unit_price|own_sales)$/.test(metric) || /_(sales|amount|price)$/.test(metric)) return "money";
    return /^csat/.test(metric) ? "points" : "count";
}

/** A metric in a table: shorter than as an indicator. */
export function metricText(value, metric) {
    const unit = unitOf(metric);
    if (value != null && unit === "money") return money(value, 0);
    return unit === "share" ? share(value, 1) : quantity(value, unit);
}

/** text: of a value that was measured. A wait counts inside the service hours alone: who answered before they began has waited 0 s. */
export function measured(text, value, metric) {
    return value === 0 && /^(first_)?response_seconds$/.test(metric) ? t("metric.in_hours", { value: text }) : text;
}

/** text: the value without its sign. */
export function signed(value, text) {
    return `${value > 0 ? "+" : value < 0 ? "−" : "±"}${text}`;
}

/** A difference, with its sign; of shares in percentage points. */
export function change(value, metric) {
    const much = Math.abs(value);
    return signed(value, unitOf(metric) === "share" ? t("change.points", { n: number(much * 100, 1) }) : metricText(much, metric));
}

/** How long somebody waits, as a clock: 0:07, 12:40, 3:05:00. */
export function clock(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    const two = (n) => String(n).padStart(2, "0");
    const hours = Math.floor(whole / 3600);
    const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
    return hours ? `${hours}:${rest}` : rest.replace(/^0/, "");
}

/** How long ago: 40 s, 12 min, 3 h, 2 d. */
export function age(seconds) {
    const steps = [[86400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]];
    const [size, unit] = steps.find(([from]) => seconds >= from) ?? steps[3];
    return withUnit(Math.floor(seconds / size), unit, 0);
}

// ---- days and instants --------------------------------------------------------------------

/** "2026-10-02" or "2026-10" as a day or a month; what is none stays as it is. */
export function day(text, options = { year: "numeric", month: "short", day: "numeric" }) {
    const date = new Date(`${text}T00:00:00Z`);
    if (!text || Number.isNaN(date.getTime())) return text ?? NOTHING;
    return made(Intl.DateTimeFormat, { ...options, timeZone: "UTC" }).format(date);
}

/** 10/11 is another day in London than in New York: in English the month is a word. */
function monthStyle() {
    return language() === "zh" ? "numeric" : "short";
}

export function shortDay(text) {
    return day(text, { month: monthStyle(), day: "numeric" });
}

export function month(text) {
    return text ? day(`${text.slice(0, 7)}-01`, { year: "numeric", month: "long" }) : NOTHING;
}

export function shortMonth(text) {
    return day(`${text.slice(0, 7)}-01`, { year: "2-digit", month: monthStyle() });
}

/** An instant on the shop's clock. */
export function instant(text, options = { month: monthStyle(), day: "numeric", hour: "2-digit", minute: "2-digit" }) {
    const date = new Date(text ?? "");
    if (Number.isNaN(date.getTime())) return text ?? NOTHING;
    return made(Intl.DateTimeFormat, { ...options, timeZone: shop.zone, hourCycle: "h23" }).format(date);
}

export function fullInstant(text) {
    return instant(text, { year: "numeric", month: monthStyle(), day: "numeric", hour: "2-digit", minute: "2-digit" });
}

export function timeOfDay(text) {
    return instant(text, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}
