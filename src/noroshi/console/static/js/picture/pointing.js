// What lies under the pointer, and where its evidence is.
import { dotted } from "./address.js";
import { FLAG } from "./decode.js";
import { WORDS } from "./flights.js";
import { knock } from "./kinds.js";

/** CSS pixels that the pointer may be off a packet, or a ring. */
const REACH = 11;

/** @typedef {{title: string, detail: string, href: string, mark: import("./view.js").Mark|null}} Thing */

/**
 * @param {number} x CSS pixels
 * @param {number} y CSS pixels
 * @param {import("./overlay.js").Painted[]} painted
 * @returns {Thing|null} the name or sign there
 */
export function markAt(x, y, painted) {
  const found = painted.findLast(
    ({ mark, left, top, right, bottom }) => mark.href && x >= left - 2 && x <= right + 2 && y >= top - 2 && y <= bottom + 2,
  );
  return found ? thingOf(found.mark) : null;
}

/**
 * @param {import("./view.js").Mark} mark
 * @returns {Thing}
 */
export function thingOf(mark) {
  return { title: mark.text, detail: mark.aside ?? "", href: mark.href ?? "", mark };
}

/**
 * @param {number} x
 * @param {number} y
 * @param {{view: import("./view.js").View, flights: import("./flights.js").Flights, orbit: import("./orbit.js").Orbit, layout: import("./layout.js").Layout, now: number, turn: number}} scene
 * @returns {Thing|null} the nearest packet
 */
export function packetAt(x, y, { view, flights, orbit, layout, now, turn }) {
  const a = new Float32Array(3), b = new Float32Array(3), p = new Float32Array(3);
  let nearest = REACH, found = -1;
  for (let slot = 0, at = 0; slot < flights.slots; slot++, at += WORDS) {
    const age = (now - flights.words[at + 8]) / flights.words[at + 9];
    if (!(age >= 0 && age <= 1 + view.linger)) continue;
    view.where(flights.words, at, turn, a);
    view.where(flights.words, at + 4, turn, b);
    view.path(a, b, Math.min(1, age), p);
    orbit.project(p[0], p[1], p[2], p);
    const off = Math.hypot(p[0] - x, p[1] - y);
    if (off < nearest) [nearest, found] = [off, slot];
  }
  return found < 0 ? null : packet(flights, found, layout);
}

/**
 * @param {import("./flights.js").Flights} flights
 * @param {number} slot
 * @param {import("./layout.js").Layout} layout
 * @returns {Thing}
 */
function packet(flights, slot, layout) {
  const folded = Boolean(flights.flags[slot] & FLAG.IPV6);
  const source = folded ? "IPv6" : dotted(flights.source[slot]);
  const to = layout.ringOf(flights.ring[slot]);
  return {
    title: to ? `${source} → ${to.name}` : source,
    detail: knock(flights.protocol[slot], flights.port[slot]),
    href: folded ? "" : evidenceOf(source, layout),
    mark: null,
  };
}

/**
 * @param {string} source
 * @param {import("./layout.js").Layout} layout
 * @returns {string} the source's alert if it has one, else the page of its address
 */
export function evidenceOf(source, layout) {
  const alert = layout.alertOf(source);
  return alert ? `/alerts/${encodeURIComponent(alert.id)}` : `/addresses/${source}`;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {{view: import("./view.js").View, orbit: import("./orbit.js").Orbit, layout: import("./layout.js").Layout, marks: import("./view.js").Mark[]}} scene
 * @returns {Thing|null} the organisation whose ring is there
 */
export function ringAt(x, y, { view, orbit, layout, marks }) {
  if (!view.body) return null;
  const p = new Float32Array(3);
  for (const [nth, hoop] of layout.hoops.entries()) {
    for (let step = 0; step < 128; step++) {
      const angle = (step / 128) * 2 * Math.PI;
      orbit.project(hoop.radius * Math.cos(angle), hoop.height, hoop.radius * Math.sin(angle), p);
      if (Math.hypot(p[0] - x, p[1] - y) < REACH) return marks[nth]?.href ? thingOf(marks[nth]) : null;
    }
  }
  return null;
}
