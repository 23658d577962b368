/**
 * The sign at an address that alerts, drawn from strokes of our own, for a font may lack it: 警 (kei, "warn") where people
 * read Japanese, and elsewhere a triangle with an exclamation mark. The frame says what kind of alert it is: a
 * square for attacks on a member, a circle for what is set up wrongly or concerns a sensor, a diamond for infections.
 */

/** 警 on a square of 100: above 敬, below 言. */
export const KEI = "M10 12H48 M22 4V20 M37 4V20 M21 22 11 36 M19 27H46V42Q46 52 38 51 M17 34H33V45H17Z " +
  "M62 3 53 20 M58 13H92 M81 14Q76 38 52 51 M62 22Q72 42 92 51 " +
  "M50 56V62 M12 63H88 M24 71H76 M24 79H76 M28 86H72V97H28Z";
const WARN = "M50 8 94 88H6Z M50 36V60 M50 71V76";

/** Colours of the signs: new, for nobody has taken the alert yet, and continuing. */
export const SIGN = Object.freeze({ new: "#ff7a59", continuing: "#ffe24a", ground: "#0a1226" });

/** @typedef {{kind: string, severity: string, new: boolean}} Told what a sign tells of its alert */

const SIZES = /** @type {Record<string, number>} */ ({ critical: 34, high: 30, medium: 26, low: 22 });

/**
 * @param {Told} told
 * @returns {number} CSS pixels that it is wide
 */
export const signSize = ({ severity }) => SIZES[severity] ?? 24;

/** @param {string} kind */
function frame(kind) {
  const path = new Path2D();
  if (kind.startsWith("infection")) {
    for (const [nth, [x, y]] of [[50, -18], [118, 50], [50, 118], [-18, 50]].entries()) nth ? path.lineTo(x, y) : path.moveTo(x, y);
    path.closePath();
  } else if (kind.startsWith("dos")) path.rect(-6, -6, 112, 112);
  else path.arc(50, 50, 64, 0, 2 * Math.PI);
  return path;
}

/**
 * Paint a sign about the middle of (x, y).
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {Told} told
 * @param {boolean} japanese
 */
export function paintSign(context, x, y, told, japanese) {
  const size = signSize(told);
  const colour = told.new ? SIGN.new : SIGN.continuing;
  context.save();
  context.translate(x - size / 2, y - size / 2);
  context.scale(size / 100, size / 100);
  context.lineJoin = context.lineCap = "round";
  const outline = frame(told.kind);
  context.fillStyle = told.new ? colour : SIGN.ground;
  context.strokeStyle = colour;
  context.lineWidth = 7;
  context.fill(outline);
  context.stroke(outline);
  context.strokeStyle = told.new ? SIGN.ground : colour;
  context.lineWidth = japanese ? 5.5 : 9;
  context.translate(50, 50);
  context.scale(japanese ? 0.86 : 0.62, japanese ? 0.86 : 0.62);
  context.translate(-50, -50);
  context.stroke(new Path2D(japanese ? KEI : WARN));
  context.restore();
}
