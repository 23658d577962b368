// The latest minutes of the stream, kept in this page so that they can be seen again: as fast as they were, or up to
// sixty times faster. The server keeps no packets that could be played again from further back.
import { decode, FLAG } from "./decode.js";

/** How far back it reaches, ms of the data's time. */
export const KEPT = 15 * 60_000;
/** Bytes at most. Fifteen minutes of ten full frames a second are 15 MB. */
const MOST_BYTES = 32 << 20;
/** Seconds of the data's time in a second. */
export const SPEEDS = [1, 2, 5, 10, 30, 60];
/** Packets of alerting sources that one step of a fast replay shows of a frame, at least; so many fit beside all others. */
const FEWEST = 2;

export class Recording {
  /** @type {{ start: number, data: ArrayBuffer }[]} */
  #frames = [];
  #bytes = 0;
  /** When the latest frame ends, ms since 1970. */
  to = 0;

  /** When the oldest frame begins; 0 if there is none. */
  get from() {
    return this.#frames[0]?.start ?? 0;
  }

  /**
   * @param {import("./decode.js").Frame} frame
   * @param {ArrayBuffer} data The same as it came.
   */
  take({ start, end }, data) {
    const latest = this.#frames.at(-1)?.start ?? 0;
    if (start < latest - KEPT) this.#forget(this.#frames.length); // the data's clock was put back, or another file is read
    else if (start < latest) return; // a frame that came late: a replay goes forward only
    this.#frames.push({ start, data });
    this.#bytes += data.byteLength;
    this.to = end;
    let old = 0;
    for (let bytes = this.#bytes; this.#frames[old].start < start - KEPT || bytes > MOST_BYTES; old++) bytes -= this.#frames[old].data.byteLength;
    this.#forget(old);
  }

  /**
   * The frames that begin after one moment, up to another.
   * @param {number} after
   * @param {number} until
   */
  between(after, until) {
    return this.#frames.filter(({ start }) => start > after && start <= until).map(({ data }) => decode(data));
  }

  /** @param {number} many */
  #forget(many) {
    for (const { data } of this.#frames.splice(0, many)) this.#bytes -= data.byteLength;
  }
}

/** A recording that is being played. */
export class Replay {
  speed = 1;

  /**
   * @param {Recording} recording
   * @param {number} moment Where it begins, ms since 1970 by the data's time.
   */
  constructor(recording, moment) {
    this.recording = recording;
    this.moment = moment;
  }

  /** Whether it has caught up with what comes. */
  get isOver() {
    return this.moment >= this.recording.to;
  }

  /**
   * Play on.
   * @param {number} passed ms on the wall
   * @returns {import("./decode.js").Frame[]} What is to be shown.
   */
  advance(passed) {
    const before = this.moment;
    this.moment = Math.min(this.recording.to, before + passed * this.speed);
    return this.recording.between(before, this.moment).map((frame, nth) => thinned(frame, this.speed, nth));
  }
}

/**
 * One of so many packets of a frame, so that a fast replay shows no more a second than the stream does; the frame's
 * counters stay exact.
 * @param {import("./decode.js").Frame} frame
 * @param {number} share
 * @param {number} nth Where the choice begins, so that not each frame shows its first.
 * @returns {import("./decode.js").Frame}
 */
export function thinned(frame, share, nth) {
  if (share <= 1) return frame;
  let alerting = 0;
  const isShown = (/** @type {number} */ i) => (i + nth) % share === 0 || (frame.flags[i] & FLAG.ALERTING && alerting++ < FEWEST);
  const shown = [...frame.flags.keys()].filter(isShown);
  const columns = Object.entries(frame).map(([name, column]) => [name, ArrayBuffer.isView(column) ? pick(column, shown) : column]);
  return { ...Object.fromEntries(columns), count: shown.length, weight: frame.weight * share };
}

/**
 * @param {any} column
 * @param {number[]} shown
 */
function pick(column, shown) {
  return column.constructor.from(shown, (/** @type {number} */ i) => column[i]);
}
