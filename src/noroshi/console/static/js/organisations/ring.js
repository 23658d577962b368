// An organisation's space laid round a ring, as the picture shows it: in use, dark, and where alerts stand.
import { html } from "ui";

import { number } from "../i18n.js";
import { placeIn, sizeOf } from "./space.js";

const RADIUS = 42;
/** Arcs shorter than this share of the ring are not to be seen. */
const LEAST = 0.0005;

/**
 * @param {object} props
 * @param {import("./space.js").Space} props.space
 * @param {any[]} props.alerts
 * @param {string} props.label
 */
export function Ring({ space, alerts, label }) {
  const size = sizeOf(space) || 1;
  return html`<svg class="space-ring" viewBox="0 0 100 100" role="img" aria-label=${label}>
    ${arcsOf(space).map(
      ({ use, at, length }) => html`<circle
        class="ring-${use}"
        cx="50"
        cy="50"
        r=${RADIUS}
        pathLength="1"
        stroke-dasharray="${length / size} 1"
        stroke-dashoffset=${-at / size}
        transform="rotate(-90 50 50)"
      />`,
    )}
    ${alerts.map((alert) => {
      const at = placeIn(space, alert.subject);
      return at !== null && html`<${Sign} alert=${alert} turn=${(360 * at) / size} />`;
    })}
    <text class="ring-number" x="50" y="51">${number(size, { notation: "compact" })}</text>
  </svg>`;
}

/** @param {{ alert: any, turn: number }} props */
function Sign({ alert, turn }) {
  return html`<path class="ring-sign severity-${alert.severity}" d="M50 3.5l2.6 5.2h-5.2Z" transform="rotate(${turn} 50 50)" />`;
}

/** Pieces that lie side by side and are used alike, as one. @param {import("./space.js").Space} space */
function arcsOf({ pieces, live, dark }) {
  const least = LEAST * (live + (dark ?? 0));
  /** @type {{ use: string, at: number, length: number }[]} */
  const arcs = [];
  for (const { use, at, size } of pieces) {
    const before = arcs.at(-1);
    if (before?.use === use) before.length = at + size - before.at;
    else if (size >= least) arcs.push({ use, at, length: size });
  }
  return arcs;
}
