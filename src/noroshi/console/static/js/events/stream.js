// The stream of server-sent events itself: opened, resumed where it broke off, tried again at a growing distance.
// It stands in a page, or in a worker for all pages of a browser, so it knows nothing of either.

const ADDRESS = "/api/v1/events";
const [FIRST_WAIT, LONGEST_WAIT] = [1_000, 30_000];

/**
 * How the stream stands, and what has just come.
 * @typedef {object} News
 * @property {"waiting" | "live" | "lost"} state
 * @property {number} heard When the server was last heard, ms since 1970; 0 if it never was.
 * @property {string} [kind] Of an event that has come: alert, indication, sensor or tick; missed where events are lost.
 * @property {any} [data] What it says.
 */

export class EventStream {
  /** @type {News} */
  news = { state: "waiting", heard: 0 };
  /** Kinds that somebody listens to. */
  #kinds = new Set(["hello", "tick"]);
  /** @type {EventSource | null} */
  #source = null;
  #latest = "";
  #wait = FIRST_WAIT;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #again;

  /** @param {(news: News) => void} tell Told whenever something comes or changes. */
  constructor(tell) {
    this.tell = tell;
  }

  /** Give events of a kind, too. @param {string} kind */
  hear(kind) {
    if (!this.#kinds.has(kind)) this.#source?.addEventListener(kind, this.#receive);
    this.#kinds.add(kind);
  }

  /** Open it, unless it is open; whatever was missed since the latest event follows first. */
  open() {
    if (this.#source) return;
    clearTimeout(this.#again);
    const from = this.#latest && `?last_event_id=${encodeURIComponent(this.#latest)}`;
    const source = new EventSource(ADDRESS + from);
    this.#source = source;
    source.onopen = () => {
      this.#wait = FIRST_WAIT;
      this.#say({ state: "live", heard: Date.now() });
    };
    source.onerror = this.#retry;
    for (const kind of this.#kinds) source.addEventListener(kind, this.#receive);
  }

  close() {
    clearTimeout(this.#again);
    this.#source?.close();
    this.#source = null;
  }

  /** @param {MessageEvent} event */
  #receive = (event) => {
    const data = JSON.parse(event.data);
    // What happened meanwhile does not follow, so whoever shows something has to ask for it anew.
    const isMissed = event.type === "hello" && this.#latest && !data.resumed;
    if (event.lastEventId) this.#latest = event.lastEventId;
    this.#say({ state: "live", heard: Date.now(), kind: isMissed ? "missed" : event.type, data });
  };

  #retry = () => {
    // The browser tries again by itself, but not after an answer such as 502; so we do it all, at a growing distance.
    this.close();
    this.#again = setTimeout(() => this.open(), this.#wait);
    this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT);
    this.#say({ state: "lost", heard: this.news.heard });
  };

  /** @param {News} news */
  #say(news) {
    this.news = news;
    this.tell(news);
  }
}
