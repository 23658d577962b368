// What happens, as it happens: one stream of server-sent events, resumed where it broke off, and how fresh it is.
import { computed, signal } from "ui";

import { now } from "./time.js";

const ADDRESS = "/api/v1/events";
/** The server ticks every five seconds; three missed ticks mean that what is on the screen is no longer live. */
const STALE = 15_000;
const [FIRST_WAIT, LONGEST_WAIT] = [1_000, 30_000];

/** Whether the stream stands: "off" before sign-in, "waiting", "live" or "lost". */
export const connection = signal("off");
/** When the server was last heard, ms. */
export const heard = signal(0);
/** The latest tick: {now, latest, watching}. @type {import("ui").Signal<Record<string, any> | null>} */
export const tick = signal(null);
/** Whether what is on the screen may be out of date. */
export const stale = computed(
  () => connection.value === "lost" || (connection.value === "live" && now.value - heard.value > STALE),
);

/** @type {EventSource | null} */
let stream = null;
let latest = "";
let wait = FIRST_WAIT;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let again;
/** @type {Map<string, Set<(data: any) => void>>} */
const listeners = new Map();

/**
 * Be told of events of a kind: alert, sensor or tick.
 * @param {string} kind
 * @param {(data: any) => void} listener
 * @returns {() => void} Stops telling.
 */
export function listen(kind, listener) {
  const all = listeners.get(kind) ?? new Set();
  listeners.set(kind, all.add(listener));
  stream?.addEventListener(kind, receive);
  return () => void all.delete(listener);
}

/** Open the stream; whatever was missed since the latest event follows first. */
export function connect() {
  if (stream) return;
  connection.value = "waiting";
  stream = new EventSource(latest ? `${ADDRESS}?last_event_id=${encodeURIComponent(latest)}` : ADDRESS);
  stream.onopen = () => {
    [connection.value, heard.value, wait] = ["live", Date.now(), FIRST_WAIT];
  };
  stream.onerror = retry;
  for (const kind of new Set(["tick", ...listeners.keys()])) stream.addEventListener(kind, receive);
}

/** Close the stream, as on signing out. */
export function disconnect() {
  clearTimeout(again);
  stream?.close();
  [stream, latest, connection.value] = [null, "", "off"];
}

/** @param {MessageEvent} event */
function receive(event) {
  if (event.lastEventId) latest = event.lastEventId;
  [heard.value, connection.value] = [Date.now(), "live"];
  const data = JSON.parse(event.data);
  if (event.type === "tick") tick.value = data;
  for (const listener of listeners.get(event.type) ?? []) listener(data);
}

function retry() {
  // The browser tries again by itself, but not after an answer such as 502; so we do it all, at a growing distance.
  stream?.close();
  [stream, connection.value] = [null, "lost"];
  clearTimeout(again);
  again = setTimeout(connect, wait);
  wait = Math.min(2 * wait, LONGEST_WAIT);
}
