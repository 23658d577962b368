// What came to which port, over a stretch of minutes.

/** @typedef {{ at: string, packets: number, sources: number, exact: boolean, top: [string, number][] }} Minute */

/**
 * @typedef {object} Port
 * @property {string} name Such as "tcp/23".
 * @property {number} packets
 * @property {string} peak The minute in which most came, ISO 8601.
 */

/**
 * The ports that most came to, the most frequent first. Each minute tells of its own most frequent ports only.
 * @param {Minute[]} minutes
 * @param {number} most
 * @returns {Port[]}
 */
export function portsOf(minutes, most) {
  /** @type {Map<string, Port & { highest: number }>} */
  const ports = new Map();
  for (const { at, top } of minutes)
    for (const [name, packets] of top) {
      const known = ports.get(name) ?? { name, packets: 0, peak: at, highest: 0 };
      const [peak, highest] = packets > known.highest ? [at, packets] : [known.peak, known.highest];
      ports.set(name, { name, packets: known.packets + packets, peak, highest });
    }
  return [...ports.values()].sort((one, other) => other.packets - one.packets).slice(0, most);
}

/**
 * The minutes of a stretch, those included that it only touches.
 * @param {Minute[]} minutes
 * @param {string} from ISO 8601; empty for the first.
 * @param {string} to ISO 8601; empty for the last.
 */
export function within(minutes, from, to) {
  const [first, last] = [from ? Date.parse(from) - 60_000 : -Infinity, to ? Date.parse(to) : Infinity];
  return minutes.filter(({ at }) => Date.parse(at) > first && Date.parse(at) <= last);
}
