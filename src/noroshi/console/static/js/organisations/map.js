// An organisation's space on a Hilbert curve: neighbours in number are neighbours on the map, and each prefix is a
// square or two. Alerts stand where their address lies.
import { html, useMemo, useState } from "ui";

import { addressHref } from "../addresses/ipv4.js";
import { _ } from "../i18n.js";
import { Canvas } from "../parts/canvas.js";
import { go } from "../router.js";
import { severityWord, useWord } from "../words.js";
import { numberAt, orderFor, placeOf, squaresOf } from "./hilbert.js";
import { laidAt, placeIn, sizeOf } from "./space.js";

/** @typedef {import("./space.js").Space} Space */

/** Half the size of an alert's sign, CSS pixels. */
const SIGN = 5;
/** How near the pointer must be to an alert, CSS pixels. */
const NEAR = 9;

/**
 * @param {object} props
 * @param {Space} props.space
 * @param {any[]} props.alerts
 * @param {string} props.label
 */
export function SpaceMap({ space, alerts, label }) {
  const order = orderFor(sizeOf(space));
  const signs = useMemo(() => signsOf(space, alerts, order), [space, alerts]);
  const [said, say] = useState("");
  const find = (/** @type {number} */ x, /** @type {number} */ y, /** @type {DOMRect} */ box) => {
    const cell = box.width / 2 ** order;
    const sign = signs.find((each) => Math.hypot((each.x + 0.5) * cell - x, (each.y + 0.5) * cell - y) < NEAR);
    const laid = laidAt(space, numberAt(order, Math.floor(x / cell), Math.floor(y / cell)));
    return { sign, laid };
  };
  return html`<figure class="space-map">
    <${Canvas}
      look="space-canvas"
      label=${label}
      depends=${[space, signs]}
      draw=${(/** @type {any} */ sheet) => draw(sheet, space, signs, order)}
      leave=${() => say("")}
      hover=${(/** @type {number} */ x, /** @type {number} */ y, /** @type {DOMRect} */ box) => {
        const { sign, laid } = find(x, y, box);
        say(sign ? `${sign.alert.subject} · ${severityWord(sign.alert.severity)} · ${sign.alert.id}` : laid ? `${laid.address} · ${useWord(laid.piece.use)} · ${laid.piece.prefix}` : "");
      }}
      press=${(/** @type {number} */ x, /** @type {number} */ y, /** @type {DOMRect} */ box) => {
        const { sign, laid } = find(x, y, box);
        if (sign) go(`/alerts/${sign.alert.id}`);
        else if (laid) go(addressHref(laid.address));
      }}
    />
    <figcaption class="aside space-said">${said || _("Point at a place to read its address; press to open it.")}</figcaption>
  </figure>`;
}

/**
 * @param {Space} space
 * @param {any[]} alerts
 * @param {number} order
 */
function signsOf(space, alerts, order) {
  return alerts.flatMap((alert) => {
    const at = placeIn(space, alert.subject);
    if (at === null) return [];
    const [x, y] = placeOf(order, at);
    return [{ alert, x, y }];
  });
}

/**
 * @param {import("../parts/canvas.js").Sheet} sheet
 * @param {Space} space
 * @param {{ alert: any, x: number, y: number }[]} signs
 * @param {number} order
 */
function draw({ pen, width, colour }, space, signs, order) {
  const cell = width / 2 ** order;
  pen.clearRect(0, 0, width, width);
  const gap = Math.min(1, cell / 4);
  for (const { use, at, size } of space.pieces)
    for (const { x, y, side } of squaresOf(order, at, size)) {
      pen.fillStyle = colour(use === "dark" ? "--dark-space" : "--live-space");
      pen.fillRect(x * cell, y * cell, side * cell - gap, side * cell - gap);
    }
  for (const { alert, x, y } of signs) {
    pen.beginPath();
    shape(pen, alert.severity, (x + 0.5) * cell, (y + 0.5) * cell);
    pen.fillStyle = colour(`--${alert.severity}`);
    pen.strokeStyle = colour("--surface");
    pen.lineWidth = 2.5;
    pen.stroke();
    pen.fill();
  }
}

/**
 * The shapes of severities, as everywhere in the console.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} severity
 * @param {number} x
 * @param {number} y
 */
function shape(pen, severity, x, y) {
  const corners = { critical: 8, high: 3, medium: 4 }[severity];
  if (!corners) return pen.arc(x, y, SIGN, 0, 2 * Math.PI);
  const turn = severity === "critical" ? Math.PI / 8 : -Math.PI / 2;
  for (let corner = 0; corner < corners; corner += 1) {
    const angle = turn + (2 * Math.PI * corner) / corners;
    pen.lineTo(x + (SIGN + 1) * Math.cos(angle), y + (SIGN + 1) * Math.sin(angle));
  }
  return pen.closePath();
}
