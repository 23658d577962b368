/**
 * The sphere: the Internet in the middle, a ring for each organisation round it, and packets flying from where they came
 * to where they went.
 *
 * Each /16 of IPv4 has a meridian, and its addresses lie on it from pole to pole (after DAEDALUS-VIZ, NICT). A place is a
 * point on a cylinder: radius, height, angle, and which way it turns.
 */

import { _, ngettext } from "../../i18n.js";
import { NOBODY } from "../decode.js";
import { Strokes } from "../strokes.js";

const ROUND = 2 * Math.PI;
const MERIDIANS = 64; // of 65,536: four for each /8 quarter would be a solid ball
const PARALLELS = 9;
/** Colours of what stands still. */
export const PAINT = Object.freeze({
  meridian: [88, 148, 232, 0.55],
  eighth: [140, 194, 255, 0.95],
  live: [122, 205, 255, 0.95],
  dark: [38, 84, 196, 0.95],
  masked: [96, 150, 224, 0.9],
  rest: [120, 132, 160, 0.8],
  nobody: [120, 132, 160, 0.5],
});
const BAND = 0.042;

/**
 * @param {number} address
 * @returns {import("../strokes.js").Place}
 */
export function spherePlace(address) {
  const latitude = ((address & 0xffff) / 0xffff - 0.5) * Math.PI * 0.96;
  return [Math.cos(latitude), Math.sin(latitude), ((address >>> 16) / 65536) * ROUND, 1];
}

/**
 * @param {import("../layout.js").Hoop} hoop
 * @param {number} position
 * @returns {import("../strokes.js").Place}
 */
export function ringPlace(hoop, position) {
  return [hoop.radius, hoop.height, (position / 65536) * ROUND, hoop.spin];
}

export class SphereView {
  name = "sphere";
  home = { yaw: 0.5, pitch: 0.3, distance: 7.2, closest: 3.2, furthest: 14 };
  body = true;
  slots = 2304; // 800 packets a second, each for 2.7 seconds with its landing
  life = 2.2;
  linger = 0.25;
  grow = 2.6;
  tail = 0.16;
  size = 0.015;

  /** @param {import("../layout.js").Layout} layout */
  arrange(layout) {
    this.layout = layout;
    const strokes = new Strokes();
    for (let nth = 0; nth < MERIDIANS; nth++) {
      const angle = (nth / MERIDIANS) * ROUND;
      const paint = nth % 8 ? PAINT.meridian : PAINT.eighth;
      strokes.curve(18, (part) => {
        const latitude = (part - 0.5) * Math.PI;
        return [Math.cos(latitude), Math.sin(latitude), angle, 1];
      }, /** @type {any} */ (paint), nth % 8 ? 0.004 : 0.007);
    }
    for (let nth = 1; nth <= PARALLELS; nth++) {
      const latitude = (nth / (PARALLELS + 1) - 0.5) * Math.PI;
      strokes.curve(64, (part) => [Math.cos(latitude), Math.sin(latitude), part * ROUND, 1], /** @type {any} */ (PAINT.meridian), 0.004);
    }
    for (const hoop of layout.hoops) this.#hoop(strokes, hoop);
    return strokes.words();
  }

  /**
   * @param {Strokes} strokes
   * @param {import("../layout.js").Hoop} hoop
   */
  #hoop(strokes, hoop) {
    /** @type {(from: number, to: number, paint: any, width: number, out?: number) => void} */
    const band = (from, to, paint, width, out = 0) =>
      strokes.curve(Math.max(1, Math.ceil((to - from) * 160)), (part) => [
        hoop.radius + out, hoop.height, (from + (to - from) * part) * ROUND, hoop.spin,
      ], paint, width);
    if (hoop.use === "nobody") {
      for (let dash = 0; dash < 60; dash++) band(dash / 60, (dash + 0.4) / 60, PAINT.nobody, 0.012);
      return;
    }
    const arcs = hoop.use === "rest" ? [] : hoop.rings[0].arcs ?? [];
    if (arcs.length === 0) band(0, 1, hoop.use === "rest" ? PAINT.rest : PAINT.masked, BAND);
    for (const { from, to, use } of arcs) band(from / 65536, (to + 1) / 65536, PAINT[use], BAND);
    band(0, 1, [200, 226, 255, 0.34], 0.006, BAND / 2 + 0.012);
  }

  /**
   * Names beside the rings, signs at addresses that alert, and which part of the Internet faces the eye.
   *
   * @returns {import("../view.js").Mark[]}
   */
  marks() {
    const { hoops } = /** @type {import("../layout.js").Layout} */ (this.layout);
    const eighths = Array.from({ length: 8 }, (_none, nth) => ({
      place: /** @type {any} */ ([1.005, 0.02, (nth / 8) * ROUND, 1]), text: `${nth * 32}.0.0.0`, align: "centre", look: "faint",
    }));
    return [...hoops.map(nameOf), ...hoops.flatMap(signsOf), .../** @type {import("../view.js").Mark[]} */ (eighths)];
  }

  /**
   * Names stay at the side however the rings turn.
   *
   * @param {import("../view.js").Mark[]} marks
   * @param {import("../orbit.js").Orbit} orbit
   * @param {number} turn
   */
  settle(marks, orbit, turn) {
    for (const mark of marks) {
      if (mark.align === "centre" || mark.told) continue;
      const angle = orbit.yaw + (mark.align === "right" ? Math.PI : 0);
      mark.place[2] = angle - mark.place[3] * turn;
      if (mark.foot) mark.foot[2] = angle - mark.foot[3] * turn;
    }
  }

  /**
   * @param {import("../decode.js").Frame} frame
   * @param {number} i
   * @param {Float32Array} words
   * @param {number} at
   */
  launch(frame, i, words, at) {
    const layout = /** @type {import("../layout.js").Layout} */ (this.layout);
    const from = frame.sourceRing[i] === NOBODY
      ? spherePlace(frame.source[i])
      : ringPlace(layout.of(frame.sourceRing[i]), frame.sourcePosition[i]);
    words.set(from, at);
    words.set(ringPlace(layout.of(frame.ring[i]), frame.position[i]), at + 4);
  }

  /**
   * @param {ArrayLike<number>} words
   * @param {number} at
   * @param {number} turn
   * @param {Float32Array} out
   */
  where(words, at, turn, out) {
    const angle = words[at + 2] + words[at + 3] * turn;
    out[0] = words[at] * Math.cos(angle);
    out[1] = words[at + 1];
    out[2] = -words[at] * Math.sin(angle);
  }

  /**
   * Round the sphere, never through it: direction and distance change evenly.
   *
   * @param {Float32Array} a
   * @param {Float32Array} b
   * @param {number} t
   * @param {Float32Array} out
   */
  path(a, b, t, out) {
    const far = Math.hypot(a[0], a[1], a[2]), near = Math.hypot(b[0], b[1], b[2]);
    const cosine = Math.max(-0.9995, Math.min(0.9995, (a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) / (far * near)));
    const angle = Math.acos(cosine);
    const one = Math.sin((1 - t) * angle) / far, two = Math.sin(t * angle) / near;
    out[0] = a[0] * one + b[0] * two;
    out[1] = a[1] * one + b[1] * two;
    out[2] = a[2] * one + b[2] * two;
    const length = Math.hypot(out[0], out[1], out[2]);
    const radius = far + (near - far) * t + 0.08 * Math.sin(Math.PI * t);
    for (let axis = 0; axis < 3; axis++) out[axis] *= radius / length;
  }

  /** The same two for the graphics card. */
  shader = `
    vec3 where(vec4 place) {
      float angle = place.z + place.w * uTurn;
      return vec3(place.x * cos(angle), place.y, -place.x * sin(angle));
    }
    vec3 path(vec3 a, vec3 b, float t) {
      float far = length(a), near = length(b);
      float angle = acos(clamp(dot(a, b) / (far * near), -0.9995, 0.9995));
      vec3 way = normalize(a * sin((1.0 - t) * angle) / far + b * sin(t * angle) / near);
      return way * (mix(far, near, t) + 0.08 * sin(3.14159265 * t));
    }`;
}

/**
 * @param {import("../layout.js").Hoop} hoop
 * @param {number} nth
 * @returns {import("../view.js").Mark}
 */
function nameOf(hoop, nth) {
  const [ring] = hoop.rings;
  const alerts = hoop.rings.reduce((sum, each) => sum + each.alerts.length, 0);
  const names = {
    organisation: ring?.name ?? "",
    rest: ngettext("{n} more organisation", "{n} more organisations", hoop.rings.length),
    nobody: _("Dark space that nobody registered"),
  };
  return {
    place: [hoop.radius + 0.17, hoop.height, 0, hoop.spin],
    foot: [hoop.radius + 0.05, hoop.height, 0, hoop.spin],
    text: names[hoop.use],
    aside: alerts > 0 ? ngettext("{n} alert", "{n} alerts", alerts) : "",
    align: nth % 2 ? "right" : "left",
    look: hoop.use === "organisation" ? "strong" : "plain",
    href: hoop.use === "organisation" ? `/organisations/${encodeURIComponent(ring.organisation)}` : "",
  };
}

/**
 * @param {import("../layout.js").Hoop} hoop
 * @returns {import("../view.js").Mark[]}
 */
function signsOf(hoop) {
  return hoop.rings.flatMap((ring) => ring.alerts.map((alert) => {
    const foot = ringPlace(hoop, alert.position);
    return {
      place: [foot[0] + 0.13, foot[1] + 0.15, foot[2], foot[3]],
      foot,
      text: alert.subject,
      aside: ring.name,
      align: "centre",
      look: "strong",
      told: alert,
      href: `/alerts/${encodeURIComponent(alert.id)}`,
    };
  }));
}
