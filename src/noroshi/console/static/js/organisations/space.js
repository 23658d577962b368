// An organisation's space as the server lays it: pieces one after the other, and where an address lies among them.
import { numberOf, textOf } from "../addresses/ipv4.js";

/**
 * @typedef {object} Piece
 * @property {string} prefix
 * @property {"live" | "dark"} use
 * @property {number} at How many addresses are laid before it.
 * @property {number} size
 */

/**
 * @typedef {object} Space
 * @property {boolean} masked Whether dark space is left out.
 * @property {number} live
 * @property {number | null} dark
 * @property {Piece[]} pieces
 * @property {string[]} ipv6
 */

/** How much is laid. @param {Space} space */
export function sizeOf({ pieces }) {
  const last = pieces.at(-1);
  return last ? last.at + last.size : 0;
}

/**
 * Where an address is laid; null where it is not among the pieces.
 * @param {Space} space
 * @param {string} address
 */
export function placeIn({ pieces }, address) {
  const wanted = numberOf(address);
  if (wanted === null) return null;
  for (const piece of pieces) {
    const first = firstOf(piece);
    if (wanted >= first && wanted < first + piece.size) return piece.at + wanted - first;
  }
  return null;
}

/**
 * What is laid at a place.
 * @param {Space} space
 * @param {number} at
 * @returns {{ piece: Piece, address: string } | null}
 */
export function laidAt({ pieces }, at) {
  const piece = pieces.find((each) => at >= each.at && at < each.at + each.size);
  return piece ? { piece, address: textOf(firstOf(piece) + at - piece.at) } : null;
}

/** @param {Piece} piece */
function firstOf(piece) {
  return numberOf(piece.prefix.split("/")[0]) ?? 0;
}
