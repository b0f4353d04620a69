// charts.js - lines, bars and maps of load, as SVG that prints, scales and follows the colours of the page. Each says in
// words what it shows; the numbers stand in a table beside it.

import { el, svg } from "./dom.js";
import { NOTHING } from "./format.js";
import { t } from "./words.js";

const WIDTH = 320;
const HEIGHT = 110;
const LEFT = 27; // of a line: what the top and the bottom stand for is written before it
const RIGHT = 4;
const TOP = 10;
const BOTTOM = 92;

function named(text) {
    return svg("title", null, text);
}

function summary(title, points, format) {
    const values = points.map((p) => p.value).filter((v) => v != null);
    if (!values.length) return `${title}: ${t("chart.nothing")}`;
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return `${title}: ${t("chart.range", { least: format(least), most: format(most), last: format(values.at(-1)) })}`;
}

/** The range of the values with some air; zero belongs to it when it is near. */
function scaleOf(values, zero) {
    const most = Math.max(...values);
    const least = zero ? Math.min(0, ...values) : Math.min(...values);
    const flat = most === least && !zero;
    const from = flat ? least - (Math.abs(least) || 1) : least > 0 && least < (most - least) * 2 ? 0 : least;
    const span = (most - from) * (flat ? 2 : 1) || 1;
    return { y: (value) => BOTTOM - ((value - from) / span) * (BOTTOM - TOP) * 0.94, from, most, flat };
}

/** points: [{label, value (null: none)}], oldest first. mark: a value with a line of its own, {value, label}. */
export function lineChart({ title, points, format, mark }) {
    const values = points.map((p) => p.value).filter((v) => v != null);
    const figure = svg("svg.chart", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": summary(title, points, format) });
    if (!values.length) return el("p.empty.small", null, t("chart.nothing"));
    const scale = scaleOf(mark ? [...values, mark.value] : values, false);
    const x = (place) => (points.length === 1 ? WIDTH / 2 : LEFT + (place / (points.length - 1)) * (WIDTH - LEFT - RIGHT));
    figure.append(...grid(), ...markLine(mark, scale), ...runs(points, x, scale.y), ...dots(points, x, scale.y, format), ...ends(points),
        ...levels(scale, format));
    return figure;
}

function grid() {
    return [BOTTOM, (BOTTOM + TOP) / 2, TOP].map((y) => svg("line.grid", { x1: 0, x2: WIDTH, y1: y, y2: y }));
}

/** What the top and the bottom of the picture stand for. */
function levels({ from, most, flat }, format) {
    if (flat) return [];
    return [[most, TOP - 2], [from, BOTTOM - 3]].map(([value, y]) => svg("text.level", { x: 0, y }, format(value)));
}

function markLine(mark, scale) {
    if (!mark || mark.value == null) return [];
    const y = scale.y(mark.value);
    return [svg("line.mark", { x1: 0, x2: WIDTH, y1: y, y2: y }), svg("text.mark-label", { x: WIDTH, y: y - 3, "text-anchor": "end" }, mark.label)];
}

/** A line is broken where there is no value. */
function runs(points, x, y) {
    const list = [];
    let run = [];
    for (const [place, point] of [...points, { value: null }].entries()) {
        if (point.value != null) run.push([x(place), y(point.value)]);
        else if (run.length) list.push(run.splice(0));
    }
    return list.flatMap((each) => [area(each), svg("polyline.line", { points: each.map((at) => at.join(",")).join(" ") })]);
}

function area(run) {
    const path = run.map(([px, py]) => `L${px} ${py}`).join("");
    return svg("path.area", { d: `M${run[0][0]} ${BOTTOM}${path}L${run.at(-1)[0]} ${BOTTOM}Z` });
}

function dots(points, x, y, format) {
    const few = points.length <= 14;
    const last = points.findLastIndex((point) => point.value != null);
    return points.flatMap((point, place) => point.value == null ? [] : [svg("g.dot", null,
        named(`${point.label}: ${format(point.value)}`),
        svg("rect.reach", { x: x(place) - 5, y: TOP, width: 10, height: BOTTOM - TOP }),
        svg(few || place === last ? "circle" : "circle.hidden", { cx: x(place), cy: y(point.value), r: place === last ? 3.2 : 2 }))]);
}

function ends(points) {
    const at = (place, x, anchor) => svg("text.tick", { x, y: HEIGHT - 4, "text-anchor": anchor }, points[place].label);
    return points.length === 1 ? [at(0, WIDTH / 2, "middle")] : [at(0, LEFT - 4, "start"), at(points.length - 1, WIDTH, "end")];
}

/** Bars side by side. every: a label below each n-th bar. wide: it has the whole page. */
export function barChart({ title, points, format = String, every = 1, wide = false }) {
    const most = Math.max(...points.map((p) => p.value ?? 0), 0);
    if (!most) return el("p.empty.small", null, t("chart.nothing"));
    const width = WIDTH * (wide ? Math.min(3, Math.max(1, Math.round(innerWidth / 600))) : 1);
    const step = width / points.length;
    const figure = svg("svg.chart.bars", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": summary(title, points, format) });
    figure.append(svg("line.grid", { x1: 0, x2: width, y1: BOTTOM, y2: BOTTOM }),
        ...points.map((point, place) => barOf(point, place, { most, step, format, shown: place % every === 0, values: points.length <= 12 })));
    return figure;
}

function barOf(point, place, { most, step, format, shown, values }) {
    const height = ((point.value ?? 0) / most) * (BOTTOM - TOP - 4);
    const middle = place * step + step / 2;
    return svg("g.bar", null, named(`${point.label}: ${format(point.value ?? 0)}`),
        svg(point.tone ? `rect.${point.tone}` : "rect", { x: place * step + step * 0.12, y: BOTTOM - height, width: step * 0.76, height, rx: 1.5 }),
        values && point.value > 0 && svg("text.tick", { x: middle, y: BOTTOM - height - 3, "text-anchor": "middle" }, format(point.value)),
        shown && svg("text.tick", { x: middle, y: HEIGHT - 4, "text-anchor": "middle" }, point.tick ?? point.label));
}

/** 24 small bars in a line of a table. */
export function sparkBars(values) {
    const most = Math.max(...values, 1);
    return svg("svg.spark", { viewBox: "0 0 72 18", "aria-hidden": "true" }, values.map((value, hour) => svg(value ? "rect" : "rect.none",
        { x: hour * 3, width: 2.2, y: 18 - Math.max(1, (value / most) * 17), height: Math.max(1, (value / most) * 17) })));
}

/** A map: rows of values, darker where there is more. It is a table, so it can be read. */
export function loadMap({ caption, rows, columns, values }) {
    const most = Math.max(...values.flat(), 1);
    const cell = (value, r, c) => el("td.heat", { vars: { "--share": value / most },
        title: `${rows[r]} ${columns[c]}: ${value}` }, el("span", null, value || ""));
    const attributes = { tabindex: 0, role: "region", "aria-label": caption, "data-key": `map.${caption}` };
    return el("div.scroll", attributes, el(most > 99 ? "table.map.dense" : "table.map", null,
        el("caption.sr", null, caption),
        el("thead", null, el("tr", null, el("td"), columns.map((name) => el("th", { scope: "col" }, name)))),
        el("tbody", null, values.map((line, r) => el("tr", null, el("th", { scope: "row" }, rows[r]), line.map((v, c) => cell(v, r, c)))))));
}

/** A ring filled to a share of 1, with a text in it. */
export function ring(share, text, label) {
    const round = 2 * Math.PI * 52;
    return svg("svg.ring", { viewBox: "0 0 120 120", role: "img", "aria-label": label },
        svg("circle.track", { cx: 60, cy: 60, r: 52 }),
        share != null && svg("circle.filled", { cx: 60, cy: 60, r: 52, "stroke-dasharray": `${Math.max(0, Math.min(1, share)) * round} ${round}`,
            transform: "rotate(-90 60 60)" }),
        svg("text.value", { x: 60, y: 68, "text-anchor": "middle" }, text ?? NOTHING));
}
