// What happens, as it happens: a stream of server-sent events, one for all of a person's pages where the browser can,
// and how fresh it is.
import { computed, signal } from "ui";

import { EventStream } from "./events/stream.js";
import { now } from "./time.js";

const WORKER = "/static/js/events/shared.js";
/** The server ticks every five seconds; three missed ticks mean that what is on the screen is no longer live. */
const STALE = 15_000;

/** Whether the stream stands: "off" before sign-in, "waiting", "live" or "lost". */
export const connection = signal("off");
/** When the server was last heard, ms. */
export const heard = signal(0);
/** The latest tick: {now, latest, watching, replay}. @type {import("ui").Signal<Record<string, any> | null>} */
export const tick = signal(null);
/** How often events were lost: each time, what is on the screen is asked for anew. */
export const missed = signal(0);
/** Whether what is on the screen may be out of date. */
export const stale = computed(
  () => connection.value === "lost" || (connection.value === "live" && now.value - heard.value > STALE),
);

/**
 * The way to a stream: this page's own, or one that it shares.
 * @typedef {{ hear: (kind: string) => void, again: () => void, leave: () => void }} Way
 */

/** @type {Way | null} */
let way = null;
/** @type {Map<string, Set<(data: any) => void>>} */
const listeners = new Map();

/**
 * Be told of events of a kind: alert, indication, sensor or tick.
 * @param {string} kind
 * @param {(data: any) => void} listener
 * @returns {() => void} Stops telling.
 */
export function listen(kind, listener) {
  const all = listeners.get(kind) ?? new Set();
  listeners.set(kind, all.add(listener));
  way?.hear(kind);
  return () => void all.delete(listener);
}

/** Open the stream. @param {string} person Whose; another person's pages have another stream. */
export function connect(person) {
  if (!way) take(shared(person) ?? own());
}

/** Try at once, in place of waiting. */
export function again() {
  way?.again();
}

/** Close the stream, as on signing out. */
export function disconnect() {
  way?.leave();
  [way, connection.value, tick.value] = [null, "off", null];
}

/** @param {Way} given */
function take(given) {
  way = given;
  connection.value = "waiting";
  for (const kind of listeners.keys()) way.hear(kind);
}

/** @returns {Way} */
function own() {
  const stream = new EventStream(receive);
  stream.open();
  return { hear: (kind) => stream.hear(kind), again: () => stream.open(), leave: () => stream.close() };
}

/** @param {string} person @returns {Way | null} Null where the browser has no such workers. */
function shared(person) {
  if (!("SharedWorker" in window)) return null;
  const worker = new SharedWorker(WORKER, { type: "module", name: `events of ${person}` });
  const { port } = worker;
  const ask = (/** @type {string[]} */ ...asked) => port.postMessage(asked);
  const mine = { hear: (/** @type {string} */ kind) => ask("hear", kind), again: () => ask("again"), leave: () => ask("leave") };
  worker.onerror = () => way === mine && take(own()); // a browser that knows workers, but not those of modules
  port.onmessage = ({ data }) => way === mine && receive(data);
  addEventListener("pagehide", () => way === mine && mine.leave());
  return mine;
}

/** A page that comes back as it was left, by the browser's own buttons, has no stream any more. */
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

/** What may be a script by its address (Trusted Types): the worker, and nothing else. */
/** @type {any} */ (globalThis).trustedTypes?.createPolicy("default", {
  createScriptURL: (/** @type {string} */ address) => (address === WORKER ? address : null),
});

/** @param {import("./events/stream.js").News} news */
function receive({ state, heard: at, kind, data }) {
  [connection.value, heard.value] = [state, at];
  if (kind === "tick") tick.value = data;
  if (kind === "missed") missed.value += 1;
  for (const listener of (kind && listeners.get(kind)) || []) listener(data);
}
