// Counts what the stream brings: exactly, where the server counts, and for each organisation as far as the sample goes.
import { FLAG } from "./decode.js";

/** Seconds that rates are the mean of. */
const RATE_SECONDS = 10;
/** Seconds that a source counts as being there. */
const SOURCE_SECONDS = 60;
/** Sources remembered for each ring, at most; a figure that reaches it reads "at least". */
export const MOST_SOURCES = 4096;

/** @typedef {{seconds: Float64Array, latest: number, sources: Map<number, number>}} RingTally */

export class Tally {
  /** Packets since the page opened, exact. */
  packets = 0;
  /** Of them, how many were shown. */
  shown = 0;
  frames = 0;
  /** Frames that the server dropped, because we were slow. */
  dropped = 0;
  /** Frames that could not be read. */
  unread = 0;
  /** Packets that came while the picture was paused, exact. */
  missed = 0;
  weight = 1;
  /** When the data ends, ms since 1970; 0 before anything came. */
  moment = 0;
  /** @type {Map<number, RingTally>} */
  #rings = new Map();
  #all = emptyTally();
  #began = 0;

  /** @param {import("./decode.js").Frame} frame */
  take(frame) {
    if (this.frames++ === 0) this.#began = frame.start;
    this.packets += frame.packets;
    this.shown += frame.count;
    this.dropped = frame.dropped;
    if (frame.count > 0) this.weight = frame.weight;
    this.moment = frame.end;
    const second = Math.floor(frame.end / 1000);
    const sampled = frame.flags.some((flags) => !(flags & FLAG.ALERTING));
    bring(this.#all, second);
    this.#all.seconds[second % RATE_SECONDS] += frame.packets;
    for (let i = 0; i < frame.count; i++) {
      const tally = this.#of(frame.ring[i]);
      bring(tally, second);
      // Packets of sources that alert are never sampled out while others are shown, so each stands for itself.
      tally.seconds[second % RATE_SECONDS] += sampled && frame.flags[i] & FLAG.ALERTING ? 1 : frame.weight;
      meet(tally.sources, frame.source[i], second);
      meet(this.#all.sources, frame.source[i], second);
    }
  }

  /** @returns {number} packets a second, exact */
  rate() {
    return this.#mean(this.#all);
  }

  /** @returns {number} distinct sources among the packets shown in the last minute */
  sources() {
    return recent(this.#all, Math.floor(this.moment / 1000));
  }

  /**
   * @param {number} ring
   * @returns {{rate: number, sources: number}} packets a second, from the sample; distinct sources of the last minute
   */
  ring(ring) {
    const tally = this.#rings.get(ring);
    if (!tally) return { rate: 0, sources: 0 };
    return { rate: this.#mean(tally), sources: recent(tally, Math.floor(this.moment / 1000)) };
  }

  /** @param {RingTally} tally */
  #mean(tally) {
    bring(tally, Math.floor(this.moment / 1000));
    const covered = Math.max(1, Math.min(RATE_SECONDS, (this.moment - this.#began) / 1000));
    return tally.seconds.reduce((sum, packets) => sum + packets, 0) / covered;
  }

  /** @param {number} ring */
  #of(ring) {
    let tally = this.#rings.get(ring);
    if (!tally) this.#rings.set(ring, (tally = emptyTally()));
    return tally;
  }
}

/** @returns {RingTally} */
function emptyTally() {
  return { seconds: new Float64Array(RATE_SECONDS), latest: 0, sources: new Map() };
}

/**
 * Forget the seconds that have passed since the tally's latest.
 * @param {RingTally} tally
 * @param {number} second
 */
function bring(tally, second) {
  const passed = second - tally.latest;
  if (passed >= RATE_SECONDS || passed < 0) tally.seconds.fill(0);
  else for (let each = tally.latest + 1; each <= second; each++) tally.seconds[each % RATE_SECONDS] = 0;
  tally.latest = second;
}

/**
 * @param {Map<number, number>} sources
 * @param {number} source
 * @param {number} second
 */
function meet(sources, source, second) {
  sources.delete(source); // so that the map is in the order of latest
  if (sources.size >= MOST_SOURCES) sources.delete(/** @type {number} */ (sources.keys().next().value));
  sources.set(source, second);
}

/**
 * @param {RingTally} tally
 * @param {number} second
 */
function recent(tally, second) {
  for (const [source, met] of tally.sources) {
    if (second - met <= SOURCE_SECONDS && second >= met) break;
    tally.sources.delete(source);
  }
  return tally.sources.size;
}
