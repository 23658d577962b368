/**
 * The packets in flight: a ring buffer of a fixed number of slots, which the newest overwrites.
 *
 * One slot is twelve 32-bit words, as the graphics card reads them: where from (4), where to (4), when it set out, how long
 * it flies, its size, its kind. What a place's four numbers mean is the view's business. Only the slots written since
 * the last upload are uploaded again.
 */

export const WORDS = 12;

export class Flights {
  /** @param {number} slots */
  constructor(slots) {
    this.slots = slots;
    this.words = new Float32Array(slots * WORDS);
    /** Who sent the packet in each slot, and what it was: for whoever points at it. */
    this.source = new Uint32Array(slots);
    this.port = new Uint16Array(slots);
    this.ring = new Uint16Array(slots);
    this.protocol = new Uint8Array(slots);
    this.flags = new Uint8Array(slots);
    /** Packets overwritten while they still flew. */
    this.overwritten = 0;
    this.next = 0;
    this.written = 0;
  }

  /**
   * Take the next slot for packet `i` of a frame.
   *
   * @param {import("./decode.js").Frame} frame
   * @param {number} i
   * @param {number} start seconds on the picture's clock
   * @param {number} life seconds of flight
   * @param {number} size
   * @param {number} kind
   * @returns {number} where the slot's words begin; the places are the caller's to write, at +0 and +4
   */
  launch(frame, i, start, life, size, kind) {
    const slot = this.next;
    const at = slot * WORDS;
    if (this.words[at + 9] > 0 && this.words[at + 8] + this.words[at + 9] > start) this.overwritten++;
    this.words[at + 8] = start;
    this.words[at + 9] = life;
    this.words[at + 10] = size;
    this.words[at + 11] = kind;
    this.source[slot] = frame.source[i];
    this.port[slot] = frame.port[i];
    this.ring[slot] = frame.ring[i];
    this.protocol[slot] = frame.protocol[i];
    this.flags[slot] = frame.flags[i];
    this.next = (slot + 1) % this.slots;
    this.written = Math.min(this.written + 1, this.slots);
    return at;
  }

  /**
   * The slots written since the last call, as at most two runs.
   *
   * @returns {[number, number][]} first slot and how many
   */
  fresh() {
    const { next, written, slots } = this;
    this.written = 0;
    if (written === 0) return [];
    if (written <= next) return [[next - written, written]];
    const before = written - next;
    return next === 0 ? [[slots - before, before]] : [[0, next], [slots - before, before]];
  }

  /** Land everything at once. */
  clear() {
    this.words.fill(0);
    this.next = 0;
    this.written = this.slots;
  }

  /**
   * @param {number} now seconds on the picture's clock
   * @param {number} linger how long a landed packet stays to be seen, in its own flight times
   * @returns {number}
   */
  inFlight(now, linger = 0) {
    let many = 0;
    for (let at = 0; at < this.words.length; at += WORDS) {
      const life = this.words[at + 9];
      const age = now - this.words[at + 8];
      if (life > 0 && age >= 0 && age <= life * (1 + linger)) many++;
    }
    return many;
  }
}
