// Who sends, and what each sent in the last thirty seconds: what the tiles show.
import { FLAG } from "./decode.js";
import { kindOf, knock } from "./kinds.js";

export const SECONDS = 30;
/** Packets remembered of a host, the newest. */
const MOST_DOTS = 240;
/** Hosts remembered, at most. */
const MOST_HOSTS = 512;
/** Fewer packets are no pattern. */
const FEWEST = 3;
/** More ports or targets than this are "many". */
const FEW = 3;

/** @typedef {{moment: number, port: number, kind: number, knock: string, target: number}} Dot */
/** @typedef {{source: number, flags: number, ring: number, dots: Dot[], packets: number, latest: number}} Host */

export class Hosts {
  /** @type {Map<number, Host>} */
  #hosts = new Map();
  /** Hosts forgotten to make room. */
  forgotten = 0;
  moment = 0;

  /** @param {import("./decode.js").Frame} frame */
  take(frame) {
    this.moment = frame.end;
    for (let i = 0; i < frame.count; i++) {
      const host = this.#host(frame.source[i], frame.flags[i], frame.sourceRing[i]);
      host.flags = frame.flags[i];
      host.latest = frame.end;
      host.packets++;
      host.dots.push({
        moment: frame.start + frame.late[i],
        port: frame.port[i],
        kind: kindOf(frame.protocol[i], frame.flags[i] & ~FLAG.ALERTING),
        knock: knock(frame.protocol[i], frame.port[i]),
        target: frame.ring[i] * 65536 + frame.position[i],
      });
      if (host.dots.length > MOST_DOTS) host.dots.shift();
    }
  }

  /**
   * The hosts to show: those that alert, then those that send most. Who is shown already keeps its place.
   * @param {(Host|null)[]} shown
   * @param {number} many
   * @returns {(Host|null)[]}
   */
  choose(shown, many) {
    this.#forgetOld();
    const ranked = [...this.#hosts.values()].sort(
      (one, other) => (other.flags & FLAG.ALERTING) - (one.flags & FLAG.ALERTING) || other.dots.length - one.dots.length,
    );
    const kept = shown.slice(0, many).map((host) => (host && this.#hosts.get(key(host)) === host ? host : null));
    while (kept.length < many) kept.push(null);
    const waiting = ranked.filter((host) => !kept.includes(host));
    for (const [place, host] of kept.entries()) {
      const next = waiting[0];
      if (next && (!host || next.flags & ~host.flags & FLAG.ALERTING)) kept[place] = /** @type {Host} */ (waiting.shift());
    }
    return kept;
  }

  /**
   * @param {number} source
   * @param {number} flags
   * @param {number} ring
   * @returns {Host}
   */
  #host(source, flags, ring) {
    const at = key({ source, flags });
    const known = this.#hosts.get(at);
    if (known) return known;
    if (this.#hosts.size >= MOST_HOSTS) this.#makeRoom();
    const host = { source, flags, ring, dots: [], packets: 0, latest: 0 };
    this.#hosts.set(at, host);
    return host;
  }

  #makeRoom() {
    const [oldest] = [...this.#hosts].sort(
      ([, one], [, other]) => (one.flags & FLAG.ALERTING) - (other.flags & FLAG.ALERTING) || one.latest - other.latest,
    );
    this.#hosts.delete(oldest[0]);
    this.forgotten++;
  }

  #forgetOld() {
    const first = this.moment - SECONDS * 1000;
    for (const [at, host] of this.#hosts) {
      host.dots = host.dots.filter(({ moment }) => moment >= first);
      if (host.dots.length === 0) this.#hosts.delete(at);
    }
  }
}

/**
 * What a host's last packets have in common.
 * @typedef {object} Pattern
 * @property {boolean} answers
 * @property {string[]} knocks such as "23/tcp", sorted; empty if there are many
 * @property {boolean} far whether they went to many addresses
 */

/**
 * @param {Host} host
 * @returns {Pattern|null} null if it sent too little to tell
 */
export function patternOf(host) {
  if (host.dots.length < FEWEST) return null;
  const knocks = [...new Set(host.dots.map((dot) => dot.knock))].sort();
  const targets = new Set(host.dots.map((dot) => dot.target)).size;
  return { answers: Boolean(host.flags & FLAG.ANSWER), knocks: knocks.length > FEW ? [] : knocks, far: targets > FEW };
}

/**
 * @param {Host} host
 * @returns {string} the same for hosts that do the same; empty if it sent too little to tell
 */
export function patternKey(host) {
  return host.dots.length < FEWEST ? "" : JSON.stringify(patternOf(host));
}

/** @param {{source: number, flags: number}} host */
function key({ source, flags }) {
  return source + (flags & FLAG.IPV6 ? 2 ** 32 : 0);
}
