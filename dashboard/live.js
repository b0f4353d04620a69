// live.js - says when something was settled: by server-sent events, or, while these fail, every 30 seconds.

const EVERY = 30_000; // ms
const REST = 1_500; // ms: settlements that follow each other closely are one
const RETRY = 60_000; // ms until a stream that the server refused is tried again

/** onSettled(as_of or null), onState("live" | "asking"). every: ms, between questions without the stream. close() ends it. */
export class Live {
    constructor({ onSettled, onState, url = "api/events", every = EVERY }) {
        Object.assign(this, { onSettled, onState, url, every });
        document.addEventListener("visibilitychange", this.seen);
        this.open();
    }

    seen = () => {
        if (!document.hidden && this.missed) this.tell(this.missed.as_of);
    };

    open() {
        this.source = new EventSource(new URL(this.url, document.baseURI));
        this.source.addEventListener("open", () => this.live());
        this.source.addEventListener("settled", (event) => this.settled(event.data));
        this.source.addEventListener("error", () => this.broken());
    }

    live() {
        clearInterval(this.timer);
        this.timer = null;
        this.onState("live");
    }

    broken() {
        this.onState("asking");
        this.timer ??= setInterval(() => this.tell(null), this.every);
        if (this.source.readyState !== EventSource.CLOSED) return; // it tries again by itself
        clearTimeout(this.retry);
        this.retry = setTimeout(() => this.open(), RETRY);
    }

    settled(data) {
        this.latest = instantOf(data);
        this.rest ??= setTimeout(() => {
            this.rest = null;
            this.tell(this.latest);
        }, this.told ? REST : 0);
    }

    /** A page that nobody looks at asks nothing; it does as soon as somebody does. */
    tell(asOf) {
        this.missed = document.hidden ? { as_of: asOf } : null;
        if (this.missed) return;
        this.told = true;
        this.onSettled(asOf);
    }

    close() {
        document.removeEventListener("visibilitychange", this.seen);
        this.source.close();
        clearInterval(this.timer);
        clearTimeout(this.retry);
        clearTimeout(this.rest);
    }
}

function instantOf(data) {
    try {
        const text = JSON.parse(data).as_of;
        const instant = new Date(text?.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"));  // PostgreSQL may write it its own way
        return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
    } catch {
        return null;
    }
}
