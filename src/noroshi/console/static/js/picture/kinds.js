/**
 * The few kinds of packets that the picture tells apart, by colour and, for those that alert, by size.
 *
 * The colours are of the palette by Okabe and Ito (Color Universal Design, 2008), made lighter for a dark ground: the kinds
 * stay apart for people with any of the common colour blindnesses.
 */

import { FLAG } from "./decode.js";

export const KIND = Object.freeze({ TCP: 0, UDP: 1, ICMP: 2, OTHER: 3, ANSWER: 4, ALERTING: 5 });

/** Red, green and blue of each kind, 0 to 255. */
export const COLOURS = Object.freeze([
  [98, 190, 245], // TCP: sky
  [240, 166, 48], // UDP: orange
  [56, 214, 160], // ICMP: green
  [220, 140, 190], // other: purple
  [206, 214, 226], // answers: grey, for they are nobody's deed
  [255, 226, 74], // from an address that alerts: yellow
]);

/**
 * @param {number} protocol
 * @param {number} flags
 * @returns {number} one of KIND
 */
export function kindOf(protocol, flags) {
  if (flags & FLAG.ALERTING) return KIND.ALERTING;
  if (flags & FLAG.ANSWER) return KIND.ANSWER;
  if (protocol === 6) return KIND.TCP;
  if (protocol === 17) return KIND.UDP;
  return protocol === 1 || protocol === 58 ? KIND.ICMP : KIND.OTHER;
}

/**
 * What a packet knocked at, in the trade's notation.
 *
 * @param {number} protocol
 * @param {number} port
 * @returns {string} such as "23/tcp" or "icmp 8"
 */
export function knock(protocol, port) {
  if (protocol === 6) return `${port}/tcp`;
  if (protocol === 17) return `${port}/udp`;
  if (protocol === 1 || protocol === 58) return `${protocol === 1 ? "icmp" : "icmpv6"} ${port >> 8}`;
  return `ip ${protocol}`;
}
