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
 * The minutes of a stretch.
 * @param {Minute[]} minutes
 * @param {[number, number] | null} span s since 1970; null for all.
 */
export function within(minutes, span) {
  return span ? minutes.filter(({ at }) => Date.parse(at) / 1000 >= span[0] - 60 && Date.parse(at) / 1000 <= span[1]) : minutes;
}
