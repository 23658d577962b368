/**
 * Where each organisation's ring hangs round the sphere.
 *
 * The rings lie level, one above the other, on an outer shell: they never cross each other, and from the side their names
 * stand in a column. The largest organisation is at the equator; neighbours turn opposite ways.
 */

import { NOBODY } from "./decode.js";

/** More rings than this cannot be told apart on a screen; the others share one, and the table has them all. */
export const MOST_RINGS = 40;
const SHELL = { radius: 2.05, height: 1.66 };
const REACH = 1.06; // how far above and below the equator rings hang
const WIDEST_GAP = 0.34;

/** @typedef {{from: number, to: number, use: "live"|"dark"}} Arc */
/** @typedef {{id: string, subject: string, position: number, severity: string, kind: string, new: boolean, state: string}} RingAlert */
/** @typedef {{ring: number, organisation: string, name: string, addresses: number, arcs?: Arc[], alerts: RingAlert[]}} Ring */
/** @typedef {{radius: number, height: number, spin: number, rings: Ring[], use: "organisation"|"rest"|"nobody"}} Hoop */

/**
 * @param {number} height
 * @returns {number} the shell's radius there
 */
const radiusAt = (height) => SHELL.radius * Math.sqrt(1 - (height / SHELL.height) ** 2);

export class Layout {
  /** @param {Ring[]} rings as GET /picture gives them */
  constructor(rings) {
    const weighty = [...rings].sort(
      (one, other) => Number(other.alerts.length > 0) - Number(one.alerts.length > 0) || other.addresses - one.addresses,
    );
    const shown = weighty.slice(0, MOST_RINGS).sort((one, other) => other.addresses - one.addresses);
    const rest = weighty.slice(MOST_RINGS);
    const levels = shown.length + (rest.length > 0 ? 1 : 0);
    const gap = Math.min(WIDEST_GAP, (2 * REACH) / Math.max(1, levels - 1));
    /** @type {Hoop[]} */
    this.hoops = [];
    /** @type {Map<number, Hoop>} */
    this.byRing = new Map();
    shown.forEach((ring, nth) => this.#hang([ring], "organisation", gap * Math.ceil(nth / 2) * (nth % 2 ? 1 : -1), nth));
    if (rest.length > 0) this.#hang(rest, "rest", -gap * Math.ceil(levels / 2), levels);
    /** Dark space that nobody registered. */
    this.nobody = this.#hang([], "nobody", -REACH - WIDEST_GAP, levels + 1);
    this.byRing.set(NOBODY, this.nobody);
    /** The alerts by subject. @type {Map<string, RingAlert>} */
    this.alerts = new Map(rings.flatMap((ring) => ring.alerts.map((alert) => [alert.subject, alert])));
  }

  /**
   * @param {Ring[]} rings
   * @param {Hoop["use"]} use
   * @param {number} height
   * @param {number} nth
   * @returns {Hoop}
   */
  #hang(rings, use, height, nth) {
    const hoop = { radius: radiusAt(height), height, spin: nth % 2 ? -1 : 1, rings, use };
    this.hoops.push(hoop);
    for (const ring of rings) this.byRing.set(ring.ring, hoop);
    return hoop;
  }

  /**
   * @param {number} ring
   * @returns {Hoop}
   */
  of(ring) {
    return this.byRing.get(ring) ?? this.nobody;
  }

  /**
   * @param {number} ring
   * @returns {Ring|undefined}
   */
  ringOf(ring) {
    return this.of(ring).rings.find((each) => each.ring === ring);
  }

  /**
   * @param {string} subject
   * @returns {RingAlert|undefined} an alert about it
   */
  alertOf(subject) {
    return this.alerts.get(subject);
  }

  /**
   * @param {number} ring
   * @returns {boolean} false for a ring that came after this layout was made
   */
  knows(ring) {
    return this.byRing.has(ring);
  }
}
