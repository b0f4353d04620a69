// route.js - what is shown stands in the address: #/ranking?period=day&team=east

/** The view and its parameters, of location.hash or of another hash. */
export function parseRoute(hash = location.hash) {
    const [path, query = ""] = hash.replace(/^#\/?/, "").split("?");
    return { view: path, parameters: Object.fromEntries(new URLSearchParams(query)) };
}

/** The address of a view. Parameters that are null or empty are left out. */
export function address(view, parameters = {}) {
    const given = Object.entries(parameters).filter(([, value]) => value != null && value !== "");
    const query = new URLSearchParams(given).toString();
    return `#/${view}${query && "?"}${query}`;
}

/** Goes to the view that is shown now, with other parameters; null takes one away. */
export function change(parameters) {
    const route = parseRoute();
    location.hash = address(route.view, { ...route.parameters, ...parameters });
}

/** A month of the address, as the doors want it: its first day. Other text goes through, and is refused there. */
export function firstDay(month) {
    return /^\d{4}-\d{2}$/.test(month ?? "") ? `${month}-01` : month;
}
