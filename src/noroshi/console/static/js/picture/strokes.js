/**
 * What stands still in a view, as strokes: short straight lines with a colour and a width.
 *
 * One stroke is ten 32-bit words, as the graphics card reads them: two places (4 each), the width in the scene's units,
 * the colour (red, green, blue, alpha as bytes). The 2-D canvas draws the same words.
 */

export const STROKE_WORDS = 10;

/** @typedef {[number, number, number, number]} Place what its numbers mean is the view's business */
/** @typedef {readonly [number, number, number, number]} Paint red, green, blue (0 to 255), alpha (0 to 1) */

export class Strokes {
  constructor() {
    /** @type {number[]} */
    this.numbers = [];
    /** @type {number[]} */
    this.colours = [];
  }

  /**
   * @param {Place} from
   * @param {Place} to
   * @param {Paint} paint
   * @param {number} width
   */
  add(from, to, paint, width) {
    this.numbers.push(...from, ...to, width, 0);
    this.colours.push(paint[0], paint[1], paint[2], Math.round(paint[3] * 255));
  }

  /**
   * A curve, cut into straight pieces.
   *
   * @param {number} pieces
   * @param {(part: number) => Place} point for a part from 0 to 1
   * @param {Paint} paint
   * @param {number} width
   */
  curve(pieces, point, paint, width) {
    for (let piece = 0; piece < pieces; piece++) this.add(point(piece / pieces), point((piece + 1) / pieces), paint, width);
  }

  /** @returns {Float32Array} the words of all strokes */
  words() {
    const words = new Float32Array(this.numbers);
    const bytes = new Uint8Array(words.buffer);
    for (let stroke = 0; stroke < this.colours.length / 4; stroke++) {
      bytes.set(this.colours.slice(stroke * 4, stroke * 4 + 4), (stroke * STROKE_WORDS + 9) * 4);
    }
    return words;
  }
}
