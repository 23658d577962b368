/**
 * The cube: packets fly from where they came, on the left face, to where they went, on the right (after NICTER's Cube).
 *
 * On both faces the port is how far back. On the left, the source address is how high; on the right, the organisation and
 * the place in its space. Where they landed stays for a few seconds, so that a scan draws its shape: one port over many
 * addresses an upright line, many ports of one address a level one.
 */

import { _, ngettext } from "../../i18n.js";
import { dotted } from "../address.js";
import { NOBODY } from "../decode.js";
import { Strokes } from "../strokes.js";

const WIDE = 1.35;
const EDGE = [132, 178, 240, 0.75];
const GRID = [90, 134, 205, 0.28];
const SHELF = [122, 205, 255, 0.5];
/** Ports that people know; the scale is the logarithm, for most of what is sought lies below 1024. */
export const KNOWN_PORTS = [22, 23, 80, 443, 1433, 3389, 8080, 65535];
const ICMP = -1.06;

/**
 * @param {number} port
 * @returns {number} from 1 (port 0, in front) to -1 (65535, at the back)
 */
export const depthOf = (port) => 1 - Math.log2(1 + port) / 8;

/**
 * @param {number} protocol
 * @param {number} port
 * @returns {number}
 */
const depth = (protocol, port) => (protocol === 6 || protocol === 17 || protocol === 132 ? depthOf(port) : ICMP);

export class CubeView {
  name = "cube";
  home = { yaw: -0.52, pitch: 0.3, distance: 6.1, closest: 3.2, furthest: 12 };
  body = false;
  slots = 6144; // 800 packets a second, each for 7.2 seconds with the time that its mark stays
  life = 1.2;
  linger = 5;
  grow = 0;
  tail = 0.22;
  size = 0.013;
  /** @type {{name: string, from: number, to: number, hoop: import("../layout.js").Hoop}[]} */
  shelves = [];

  /** @param {import("../layout.js").Layout} layout */
  arrange(layout) {
    /** @type {Map<number, [number, number]>} */
    this.byRing = new Map();
    const share = 2 / layout.hoops.length;
    this.shelves = layout.hoops.map((hoop, nth) => {
      const from = -1 + share * (layout.hoops.length - 1 - nth) + share * 0.08;
      const to = from + share * 0.84;
      for (const ring of hoop.rings) this.byRing?.set(ring.ring, [from, to]);
      if (hoop.use === "nobody") this.byRing?.set(NOBODY, [from, to]);
      return { name: hoop.rings[0]?.name ?? "", from, to, hoop };
    });
    return this.#strokes();
  }

  #strokes() {
    const strokes = new Strokes();
    /** @type {(from: number[], to: number[], paint: any, width: number) => void} */
    const line = (from, to, paint, width) => strokes.add([from[0], from[1], from[2], 0], [to[0], to[1], to[2], 0], paint, width);
    for (const side of [-1, 1]) {
      for (const other of [-1, 1]) {
        line([-WIDE, side, other], [WIDE, side, other], GRID, 0.008);
        line([side * WIDE, other, -1], [side * WIDE, other, 1], EDGE, 0.009);
        line([side * WIDE, -1, other], [side * WIDE, 1, other], EDGE, 0.009);
      }
      for (const port of KNOWN_PORTS) {
        line([side * WIDE, -1, depthOf(port)], [side * WIDE, 1, depthOf(port)], GRID, 0.005);
        line([-WIDE, -1, depthOf(port)], [WIDE, -1, depthOf(port)], GRID, 0.004);
      }
    }
    for (let eighth = 1; eighth < 8; eighth++) line([-WIDE, eighth / 4 - 1, -1], [-WIDE, eighth / 4 - 1, 1], GRID, 0.005);
    for (const { from, to } of this.shelves) {
      for (const height of [from, to]) line([WIDE, height, -1], [WIDE, height, 1], SHELF, 0.006);
    }
    return strokes.words();
  }

  /**
   * What the axes say.
   *
   * @returns {import("../view.js").Mark[]}
   */
  marks() {
    const addresses = [0, 1, 2, 3, 4].map((quarter) => ({
      place: [-WIDE - 0.05, quarter / 2 - 1, 1, 0], text: dotted(Math.min(0xffffffff, quarter * 2 ** 30)), align: "right",
    }));
    const ports = KNOWN_PORTS.map((port) => ({ place: [-WIDE, -1.07, depthOf(port), 0], text: `${port}`, align: "right" }));
    const shelves = this.shelves.map(({ hoop, from, to }) => ({
      place: [WIDE + 0.05, (from + to) / 2, 1, 0], text: shelfName(hoop), align: "left",
      href: hoop.use === "organisation" ? `/organisations/${encodeURIComponent(hoop.rings[0].organisation)}` : "",
      look: hoop.use === "organisation" ? "strong" : "plain",
    }));
    const titles = [
      { place: [-WIDE, 1.12, 1, 0], text: _("Source address"), align: "centre", look: "strong" },
      { place: [WIDE, 1.12, 1, 0], text: _("Where it went"), align: "centre", look: "strong" },
      { place: [-WIDE, -1.2, 0.1, 0], text: _("Port"), align: "right", look: "strong" },
    ];
    return /** @type {import("../view.js").Mark[]} */ ([...titles, ...shelves, ...addresses, ...ports]);
  }

  settle() {}

  /**
   * @param {import("../decode.js").Frame} frame
   * @param {number} i
   * @param {Float32Array} words
   * @param {number} at
   */
  launch(frame, i, words, at) {
    const z = depth(frame.protocol[i], frame.port[i]);
    const [from, to] = this.byRing?.get(frame.ring[i]) ?? this.byRing?.get(NOBODY) ?? [-1, 1];
    words.set([-WIDE, (frame.source[i] / 0xffffffff) * 2 - 1, z, 0], at);
    words.set([WIDE, from + ((to - from) * frame.position[i]) / 65536, z, 0], at + 4);
  }

  /**
   * @param {ArrayLike<number>} words
   * @param {number} at
   * @param {number} _turn
   * @param {Float32Array} out
   */
  where(words, at, _turn, out) {
    out[0] = words[at];
    out[1] = words[at + 1];
    out[2] = words[at + 2];
  }

  /**
   * @param {Float32Array} a
   * @param {Float32Array} b
   * @param {number} t
   * @param {Float32Array} out
   */
  path(a, b, t, out) {
    for (let axis = 0; axis < 3; axis++) out[axis] = a[axis] + (b[axis] - a[axis]) * t;
  }

  shader = `
    vec3 where(vec4 place) { return place.xyz; }
    vec3 path(vec3 a, vec3 b, float t) { return mix(a, b, t); }`;
}

/** @param {import("../layout.js").Hoop} hoop */
function shelfName(hoop) {
  if (hoop.use === "nobody") return _("Dark space that nobody registered");
  return hoop.use === "rest" ? ngettext("{n} more organisation", "{n} more organisations", hoop.rings.length) : hoop.rings[0].name;
}
