/** Draws a view on a 2-D canvas, with the same places, ways and colours as WebGL: for machines that have none, or a slow one. */

import { WORDS } from "../flights.js";
import { BEHIND, hidden } from "../hiding.js";
import { COLOURS } from "../kinds.js";
import { STROKE_WORDS } from "../strokes.js";

const INKS = COLOURS.map(([red, green, blue]) => `rgb(${red} ${green} ${blue})`);
const TAIL_PIECES = 3;
const a = new Float32Array(3), b = new Float32Array(3), p = new Float32Array(3);
const head = new Float32Array(3), end = new Float32Array(3);

/** @typedef {{first: number, many: number, ink: string, alpha: number, width: number}} Run strokes that look alike */

export class CanvasStage {
  light = true;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no 2-D canvas");
    this.canvas = canvas;
    this.context = context;
    this.ratio = Math.min(1.5, globalThis.devicePixelRatio || 1);
    /** @type {Run[]} */
    this.runs = [];
  }

  /**
   * @param {import("../view.js").View} view
   * @param {import("../flights.js").Flights} flights
   * @param {Float32Array} strokes
   */
  show(view, flights, strokes) {
    this.view = view;
    this.flights = flights;
    this.strokes = strokes;
    this.runs = [];
    const bytes = new Uint8Array(strokes.buffer);
    for (let nth = 0; nth * STROKE_WORDS < strokes.length; nth++) {
      const [red, green, blue, alpha] = bytes.subarray((nth * STROKE_WORDS + 9) * 4);
      const width = strokes[nth * STROKE_WORDS + 8];
      const ink = `rgb(${red} ${green} ${blue})`;
      const last = this.runs.at(-1);
      if (last && last.ink === ink && last.width === width && last.alpha === alpha / 255) last.many++;
      else this.runs.push({ first: nth, many: 1, ink, alpha: alpha / 255, width });
    }
  }

  /**
   * @param {number} width CSS pixels
   * @param {number} height CSS pixels
   */
  resize(width, height) {
    this.canvas.width = Math.round(width * this.ratio);
    this.canvas.height = Math.round(height * this.ratio);
  }

  /**
   * @param {import("../orbit.js").Orbit} orbit
   * @param {number} now seconds on the picture's clock
   * @param {number} turn radians that the rings have turned
   * @param {number} tail how much of its way a packet's tail covers
   */
  draw(orbit, now, turn, tail) {
    const { context } = this;
    if (!this.view) return;
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, orbit.width, orbit.height);
    if (this.view.body) this.#body(orbit);
    this.#lines(orbit, turn);
    this.#packets(orbit, now, turn, tail);
  }

  dispose() {
    this.view = undefined;
  }

  /** @param {import("../orbit.js").Orbit} orbit */
  #body(orbit) {
    const { context } = this;
    const rim = orbit.scale() / Math.sqrt(1 - 1 / (orbit.eye[0] ** 2 + orbit.eye[1] ** 2 + orbit.eye[2] ** 2));
    const x = orbit.width / 2, y = orbit.height / 2;
    const air = context.createRadialGradient(x, y, rim, x, y, rim * 1.4);
    air.addColorStop(0, "rgb(51 117 235 / 0.45)");
    air.addColorStop(0.3, "rgb(51 117 235 / 0.12)");
    air.addColorStop(1, "rgb(51 117 235 / 0)");
    context.fillStyle = air;
    context.fillRect(x - rim * 1.4, y - rim * 1.4, rim * 2.8, rim * 2.8);
    const body = context.createRadialGradient(x, y, 0, x, y, rim);
    body.addColorStop(0.5, "rgb(4 11 27 / 0.92)");
    body.addColorStop(1, "rgb(24 66 138 / 0.92)");
    context.fillStyle = body;
    context.beginPath();
    context.arc(x, y, rim, 0, 2 * Math.PI);
    context.fill();
  }

  /**
   * @param {import("../orbit.js").Orbit} orbit
   * @param {number} turn
   */
  #lines(orbit, turn) {
    const { context, view } = this;
    if (!view) return;
    context.lineCap = "butt";
    for (const run of this.runs) {
      const before = new Path2D(), behind = new Path2D();
      this.#trace(run, orbit, turn, before, behind);
      context.strokeStyle = run.ink;
      context.lineWidth = Math.max(0.8, run.width * orbit.scale());
      const thin = Math.min(1, 0.45 + run.width * orbit.scale() * 0.55);
      context.globalAlpha = run.alpha * thin;
      context.stroke(before);
      if (!view.body) continue;
      context.globalAlpha = run.alpha * thin * BEHIND;
      context.stroke(behind);
    }
    context.globalAlpha = 1;
  }

  /**
   * @param {Run} run
   * @param {import("../orbit.js").Orbit} orbit
   * @param {number} turn
   * @param {Path2D} before
   * @param {Path2D} behind
   */
  #trace({ first, many }, orbit, turn, before, behind) {
    const view = /** @type {import("../view.js").View} */ (this.view);
    const strokes = /** @type {Float32Array} */ (this.strokes);
    for (let at = first * STROKE_WORDS; at < (first + many) * STROKE_WORDS; at += STROKE_WORDS) {
      view.where(strokes, at, turn, a);
      view.where(strokes, at + 4, turn, b);
      const path = view.body && hidden(orbit.eye, a) ? behind : before;
      orbit.project(a[0], a[1], a[2], head);
      orbit.project(b[0], b[1], b[2], end);
      path.moveTo(head[0], head[1]);
      path.lineTo(end[0], end[1]);
    }
  }

  /**
   * One path for each kind's tails, and small squares for the heads.
   *
   * @param {import("../orbit.js").Orbit} orbit
   * @param {number} now
   * @param {number} turn
   * @param {number} tail
   */
  #packets(orbit, now, turn, tail) {
    const { context, view, flights } = this;
    if (!view || !flights) return;
    const { words } = flights;
    const tails = INKS.map(() => new Path2D()), spots = INKS.map(() => new Path2D()), faint = INKS.map(() => new Path2D());
    for (let at = 0; at < words.length; at += WORDS) {
      const life = words[at + 9], age = (now - words[at + 8]) / life;
      if (!(life > 0 && age >= 0 && age <= 1 + view.linger)) continue;
      view.where(words, at, turn, a);
      view.where(words, at + 4, turn, b);
      const kind = words[at + 11], t = Math.min(age, 1), back = Math.max(0, age - tail);
      view.path(a, b, t, p);
      const dim = view.body && hidden(orbit.eye, p);
      orbit.project(p[0], p[1], p[2], head);
      const size = Math.max(1.6, (words[at + 10] * orbit.focal() * orbit.height * 1.3) / head[2]);
      if (age <= 1) (dim ? faint : spots)[kind].rect(head[0] - size / 2, head[1] - size / 2, size, size);
      else faint[kind].rect(head[0] - size / 2, head[1] - size / 2, size, size);
      if (dim || back >= 1) continue;
      tails[kind].moveTo(head[0], head[1]);
      for (let piece = 1; piece <= TAIL_PIECES; piece++) {
        view.path(a, b, t + ((back - t) * piece) / TAIL_PIECES, p);
        orbit.project(p[0], p[1], p[2], end);
        tails[kind].lineTo(end[0], end[1]);
      }
    }
    INKS.forEach((ink, kind) => {
      context.strokeStyle = context.fillStyle = ink;
      context.lineWidth = kind === INKS.length - 1 ? 1.6 : 1;
      context.globalAlpha = 0.42;
      context.stroke(tails[kind]);
      context.globalAlpha = 0.35;
      context.fill(faint[kind]);
      context.globalAlpha = 0.95;
      context.fill(spots[kind]);
    });
    context.globalAlpha = 1;
  }
}
