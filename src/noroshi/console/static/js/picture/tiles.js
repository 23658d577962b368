// Tiles: one for each address that sends, with its last thirty seconds; those that do the same light up together (after
// NICTER's Tiles).
import { html, useEffect, useRef } from "ui";

import { _ } from "../i18n.js";
import { dotted } from "./address.js";
import { FLAG } from "./decode.js";
import { patternKey, patternOf, SECONDS } from "./hosts.js";
import { COLOURS } from "./kinds.js";
import { evidenceOf } from "./pointing.js";
import { patternWord } from "./words.js";

const [WIDE, TALL] = [180, 84];
const LETTERS = "ABCDEFGHIJKL";

/** @param {{ picture: import("./picture.js").Picture }} props */
export function Tiles({ picture }) {
  const hosts = picture.tiles.value;
  const letters = lettersOf(hosts);
  if (!hosts.some(Boolean)) return html`<p class="picture-nothing">${_("No address has sent anything in the last 30 seconds.")}</p>`;
  return html`<ol class="picture-tiles">
    ${hosts.map((host, place) => html`<li key=${place}>${host && html`<${Tile} host=${host} moment=${picture.hosts.moment} letter=${letters.get(patternKey(host)) ?? ""} picture=${picture} />`}</li>`)}
  </ol>`;
}

/** @param {{ host: import("./hosts.js").Host, moment: number, letter: string, picture: import("./picture.js").Picture }} props */
function Tile({ host, moment, letter, picture }) {
  const canvas = useRef(/** @type {HTMLCanvasElement|null} */ (null));
  useEffect(() => {
    if (canvas.current) paint(canvas.current, host, moment);
  }, [host, moment]);
  const folded = Boolean(host.flags & FLAG.IPV6);
  const alerts = Boolean(host.flags & FLAG.ALERTING);
  const layout = picture.scene?.layout;
  const pattern = patternOf(host);
  const what = pattern ? patternWord(pattern) : host.dots.at(-1)?.knock;
  const inside = html`<span class="picture-tile-head">
      <span class="picture-tile-who">${folded ? _("an IPv6 address") : dotted(host.source)}</span>
      ${letter && html`<span class="picture-tile-letter" title=${_("Others do the same")}>${letter}</span>`}
    </span>
    <canvas ref=${canvas} width=${WIDE * 2} height=${TALL * 2} aria-hidden="true"></canvas>
    <span class="picture-tile-what" title=${what}>${alerts && html`<strong>${_("alert")}</strong> `}${what}</span>`;
  const look = `picture-tile ${letter ? `is-like-${letter}` : ""} ${alerts ? "is-alerting" : ""}`;
  if (folded || !layout) return html`<div class=${look}>${inside}</div>`;
  return html`<a class=${look} href=${evidenceOf(dotted(host.source), layout)}>${inside}</a>`;
}

/**
 * A letter for each pattern that more than one host has, the most frequent first.
 * @param {(import("./hosts.js").Host|null)[]} hosts
 * @returns {Map<string, string>}
 */
function lettersOf(hosts) {
  /** @type {Map<string, number>} */
  const many = new Map();
  for (const host of hosts) {
    const pattern = host ? patternKey(host) : "";
    if (pattern) many.set(pattern, (many.get(pattern) ?? 0) + 1);
  }
  const shared = [...many].filter(([, hosts]) => hosts > 1).sort(([one], [other]) => (one < other ? -1 : 1));
  return new Map(shared.slice(0, LETTERS.length).map(([pattern], nth) => [pattern, LETTERS[nth]]));
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {import("./hosts.js").Host} host
 * @param {number} moment ms since 1970
 */
function paint(canvas, host, moment) {
  const context = canvas.getContext("2d");
  if (!context) return;
  context.setTransform(2, 0, 0, 2, 0, 0);
  context.clearRect(0, 0, WIDE, TALL);
  context.fillStyle = "rgb(120 170 240 / 0.18)";
  for (let third = 1; third < 3; third++) context.fillRect((WIDE * third) / 3, 0, 1, TALL);
  for (const dot of host.dots) {
    const x = WIDE * (1 - (moment - dot.moment) / (SECONDS * 1000));
    const y = TALL - 6 - (Math.log2(1 + dot.port) / 16) * (TALL - 12);
    context.fillStyle = `rgb(${COLOURS[dot.kind].join(" ")} / 0.25)`;
    context.fillRect(x - 4, y - 4, 8, 8);
    context.fillStyle = `rgb(${COLOURS[dot.kind].join(" ")})`;
    context.fillRect(x - 1.5, y - 1.5, 3, 3);
  }
}
