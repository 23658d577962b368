// Names and signs over the scene, painted by one hand for both stages, and where each ended up, so that it can be pointed at.
import { hidden } from "./hiding.js";
import { paintSign, SIGN, signSize } from "./sign.js";

const FONT = '"Noto Sans", system-ui, sans-serif';
const LOOKS = Object.freeze({
  strong: { ink: "#e8f1ff", font: `600 13px ${FONT}` },
  plain: { ink: "#b4c4de", font: `400 12px ${FONT}` },
  faint: { ink: "#8fb2e6", font: `400 11px ${FONT}` },
});
const HALO = "rgb(4 9 22 / 0.88)";
/** Signs painted at most, the most pressing; every one is counted beside its organisation's name. */
const MOST_SIGNS = 150;
const SEVERITIES = ["low", "medium", "high", "critical"];

/** @typedef {{mark: import("./view.js").Mark, x: number, y: number, left: number, top: number, right: number, bottom: number, more: number}} Painted */

export class Overlay {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no 2-D canvas");
    this.canvas = canvas;
    this.context = context;
    this.large = 1; // a wall is read from afar
    /** @type {Painted[]} */
    this.painted = [];
    this.#point = new Float32Array(3);
    this.#spot = new Float32Array(3);
  }

  #point;
  #spot;

  /**
   * @param {number} width CSS pixels
   * @param {number} height CSS pixels
   */
  resize(width, height) {
    const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  /**
   * @param {object} scene
   * @param {import("./view.js").View} scene.view
   * @param {import("./view.js").Mark[]} scene.marks
   * @param {import("./orbit.js").Orbit} scene.orbit
   * @param {number} scene.turn
   * @param {number} scene.beat from 0 to 1, how far the pulse of what is new has come; 0.5 where no motion is wanted
   * @param {import("./view.js").Mark|null} scene.chosen
   * @param {boolean} scene.japanese
   */
  paint({ view, marks, orbit, turn, beat, chosen, japanese }) {
    const { context } = this;
    context.clearRect(0, 0, orbit.width, orbit.height);
    context.lineJoin = "round";
    this.painted = [];
    view.settle(marks, orbit, turn);
    for (const mark of marks) if (!mark.told) this.#name(mark, view, orbit, turn);
    const signs = this.#places(marks.filter((mark) => mark.told), view, orbit, turn);
    for (const sign of signs) this.#sign(sign, view, orbit, turn, beat, japanese);
    const one = this.painted.find(({ mark }) => mark === chosen);
    if (one) this.#frame(one);
  }

  /**
   * @param {import("./view.js").Mark} mark
   * @param {import("./view.js").View} view
   * @param {import("./orbit.js").Orbit} orbit
   * @param {number} turn
   */
  #name(mark, view, orbit, turn) {
    const { context } = this;
    const [x, y] = this.#at(mark.place, view, orbit, turn);
    const look = LOOKS[mark.look ?? "plain"];
    if (mark.look === "faint" && hidden(orbit.eye, this.#point)) return;
    context.font = look.font.replace(/\d+px/, (size) => `${parseInt(size, 10) * this.large}px`);
    const width = context.measureText(mark.text).width;
    const aside = mark.aside ? context.measureText(` ${mark.aside}`).width : 0;
    const whole = width + aside, tall = 16 * this.large;
    const from = mark.align === "left" ? x : mark.align === "right" ? x - whole : x - whole / 2;
    const left = Math.max(6, Math.min(orbit.width - whole - 6, from));
    const box = { mark, x: left + whole / 2, y, left, top: y - tall / 2, right: left + whole, bottom: y + tall / 2, more: 0 };
    if (this.painted.some((other) => overlap(box, other))) return;
    this.painted.push(box);
    if (mark.foot) this.#line(mark.foot, x, y, "rgb(160 196 240 / 0.6)", view, orbit, turn);
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.lineWidth = 4;
    context.strokeStyle = HALO;
    context.strokeText(mark.text, left, y);
    context.fillStyle = look.ink;
    context.fillText(mark.text, left, y);
    if (!mark.aside) return;
    context.strokeText(` ${mark.aside}`, left + width, y);
    context.fillStyle = SIGN.continuing;
    context.fillText(` ${mark.aside}`, left + width, y);
  }

  /**
   * Which signs are painted, and where: the most pressing first; one that would lie on another is counted there.
   *
   * @param {import("./view.js").Mark[]} marks
   * @param {import("./view.js").View} view
   * @param {import("./orbit.js").Orbit} orbit
   * @param {number} turn
   * @returns {Painted[]}
   */
  #places(marks, view, orbit, turn) {
    /** @type {Painted[]} */
    const signs = [];
    for (const mark of marks.sort(pressing).slice(0, MOST_SIGNS)) {
      const [x, y] = this.#at(mark.place, view, orbit, turn);
      const reach = (signSize(/** @type {import("./sign.js").Told} */ (mark.told)) * this.large) / 2 + 3;
      const sign = { mark, x, y, left: x - reach, top: y - reach, right: x + reach, bottom: y + reach, more: 0 };
      const under = signs.find((other) => overlap(sign, other));
      if (under) under.more++;
      else signs.push(sign);
    }
    return signs;
  }

  /**
   * @param {Painted} sign
   * @param {import("./view.js").View} view
   * @param {import("./orbit.js").Orbit} orbit
   * @param {number} turn
   * @param {number} beat
   * @param {boolean} japanese
   */
  #sign(sign, view, orbit, turn, beat, japanese) {
    const { context } = this;
    const told = /** @type {import("./sign.js").Told} */ (sign.mark.told);
    const { x, y } = sign;
    this.#at(sign.mark.place, view, orbit, turn);
    context.globalAlpha = view.body && hidden(orbit.eye, this.#point) ? 0.3 : 1;
    const colour = told.new ? SIGN.new : SIGN.continuing;
    if (sign.mark.foot) this.#line(sign.mark.foot, x, y, colour, view, orbit, turn);
    if (told.new) this.#pulse(x, y, (signSize(told) * this.large) / 2, beat);
    context.save();
    context.translate(x, y);
    context.scale(this.large, this.large);
    paintSign(context, 0, 0, told, japanese);
    context.restore();
    if (sign.more > 0) this.#more(sign, colour);
    context.globalAlpha = 1;
    this.painted.push(sign);
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} radius
   * @param {number} beat
   */
  #pulse(x, y, radius, beat) {
    const { context } = this;
    const before = context.globalAlpha;
    for (const wave of [beat, (beat + 0.5) % 1]) {
      context.globalAlpha = before * (1 - wave) * 0.85;
      context.strokeStyle = SIGN.new;
      context.lineWidth = 2 * this.large;
      context.beginPath();
      context.arc(x, y, radius * (1.1 + wave * 1.5), 0, 2 * Math.PI);
      context.stroke();
    }
    context.globalAlpha = before;
  }

  /**
   * @param {Painted} sign
   * @param {string} colour
   */
  #more({ x, right, top, more }, colour) {
    const { context } = this;
    context.font = `600 ${11 * this.large}px ${FONT}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.lineWidth = 4;
    context.strokeStyle = HALO;
    const at = Math.max(x, right - 4);
    context.strokeText(`+${more}`, at, top + 3);
    context.fillStyle = colour;
    context.fillText(`+${more}`, at, top + 3);
  }

  /** @param {Painted} one */
  #frame({ left, top, right, bottom }) {
    const { context } = this;
    context.strokeStyle = "#ffffff";
    context.lineWidth = 2;
    context.beginPath();
    context.roundRect(left - 4, top - 4, right - left + 8, bottom - top + 8, 6);
    context.stroke();
  }

  /**
   * @param {import("./strokes.js").Place} foot
   * @param {number} x
   * @param {number} y
   * @param {string} ink
   * @param {import("./view.js").View} view
   * @param {import("./orbit.js").Orbit} orbit
   * @param {number} turn
   */
  #line(foot, x, y, ink, view, orbit, turn) {
    const { context } = this;
    view.where(foot, 0, turn, this.#point);
    orbit.project(this.#point[0], this.#point[1], this.#point[2], this.#spot);
    context.strokeStyle = ink;
    context.lineWidth = 1.2;
    context.beginPath();
    context.moveTo(this.#spot[0], this.#spot[1]);
    context.lineTo(x, y);
    context.stroke();
  }

  /**
   * @param {import("./strokes.js").Place} place
   * @param {import("./view.js").View} view
   * @param {import("./orbit.js").Orbit} orbit
   * @param {number} turn
   * @returns {Float32Array} x and y on the screen; the point itself stays in #point
   */
  #at(place, view, orbit, turn) {
    view.where(place, 0, turn, this.#point);
    orbit.project(this.#point[0], this.#point[1], this.#point[2], this.#spot);
    return this.#spot;
  }
}

/**
 * @param {import("./view.js").Mark} one
 * @param {import("./view.js").Mark} other
 */
function pressing({ told: one }, { told: other }) {
  if (!one || !other) return 0;
  return Number(other.new) - Number(one.new) || SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity);
}

/**
 * @param {Painted} one
 * @param {Painted} other
 */
function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
