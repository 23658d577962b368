// Ports by minutes: the darker, the more came. Shades go by the logarithm, for one port may have a thousand times another's.
import { html, useState } from "ui";

import { _, number } from "../i18n.js";
import { Canvas } from "../parts/canvas.js";
import { momentText } from "../time.js";

const ROW = 20;
const NAMES = 76;
const MINUTE = 60_000;
/** The weakest shade that can be told from none. */
const FAINT = 0.14;

/**
 * @param {object} props
 * @param {import("./ports.js").Minute[]} props.minutes
 * @param {import("./ports.js").Port[]} props.ports
 */
export function Heat({ minutes, ports }) {
  const [said, say] = useState("");
  const first = Date.parse(minutes[0].at);
  const columns = Math.round((Date.parse(minutes[minutes.length - 1].at) - first) / MINUTE) + 1;
  const counts = ports.map(({ name }) => minutes.map(({ at, top }) => ({ column: Math.round((Date.parse(at) - first) / MINUTE), packets: top.find(([each]) => each === name)?.[1] ?? 0 })));
  const most = Math.max(1, ...counts.flat().map(({ packets }) => packets));
  const hover = (/** @type {number} */ x, /** @type {number} */ y, /** @type {DOMRect} */ box) => {
    const port = ports[Math.floor(y / ROW)];
    const column = Math.floor(((x - NAMES) / (box.width - NAMES)) * columns);
    if (!port || column < 0) return say("");
    const packets = counts[Math.floor(y / ROW)].find((each) => each.column === column)?.packets ?? 0;
    const values = { port: port.name, moment: momentText(new Date(first + column * MINUTE).toISOString()), packets };
    return say(packets ? _("{port}, {moment}: {packets} packets", values) : _("{port}, {moment}: not among the most frequent", values));
  };
  return html`<figure style=${{ "--heat-height": `${ports.length * ROW}px` }}>
    <${Canvas}
      look="heat heat-canvas"
      label=${_("Packets by port and minute; the most frequent port is {port}", { port: ports[0]?.name ?? "–" })}
      depends=${[minutes, ports]}
      draw=${(/** @type {any} */ sheet) => draw(sheet, ports, counts, columns, most)}
      hover=${hover}
      leave=${() => say("")}
    />
    <figcaption class="aside space-said">${said || _("From {from} to {to}; at most {most} packets a minute.", { from: momentText(minutes[0].at), to: momentText(minutes[minutes.length - 1].at), most: number(most) })}</figcaption>
  </figure>`;
}

/**
 * @param {import("../parts/canvas.js").Sheet} sheet
 * @param {import("./ports.js").Port[]} ports
 * @param {{ column: number, packets: number }[][]} counts
 * @param {number} columns
 * @param {number} most
 */
function draw({ pen, width, height, colour }, ports, counts, columns, most) {
  pen.clearRect(0, 0, width, height);
  const cell = (width - NAMES) / columns;
  pen.font = `12px ${getComputedStyle(document.documentElement).fontFamily}`;
  pen.textBaseline = "middle";
  ports.forEach(({ name }, row) => {
    pen.fillStyle = colour("--text");
    pen.fillText(name, 0, (row + 0.5) * ROW, NAMES - 8);
    pen.fillStyle = colour("--sunken");
    pen.fillRect(NAMES, row * ROW + 1, width - NAMES, ROW - 2);
    pen.fillStyle = colour("--heat");
    for (const { column, packets } of counts[row]) {
      if (!packets) continue;
      const shade = FAINT + (1 - FAINT) * (Math.log1p(packets) / Math.log1p(most));
      pen.globalAlpha = shade;
      pen.fillRect(NAMES + column * cell, row * ROW + 1, Math.max(1, cell - 0.5), ROW - 2);
    }
    pen.globalAlpha = 1;
  });
}
