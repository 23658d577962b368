// How soon somebody should act: a shape, a word and a colour, so that none of them is needed alone.
import { html } from "ui";

import { severityWord } from "../words.js";

const SHAPES = /** @type {Record<string, string>} */ ({
  critical: "M6.500 1.500h7l5 5v7l-5 5h-7l-5-5v-7Z",
  high: "M10 1.800 19 17.500H1Z",
  medium: "M10 1 19 10 10 19 1 10Z",
  low: "M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z",
});

/** @param {{ severity: string }} props */
export function Severity({ severity }) {
  return html`<span class="severity severity-${severity}">
    <svg class="shape" viewBox="0 0 20 20" aria-hidden="true"><path d=${SHAPES[severity] ?? SHAPES.low} /></svg>
    <span class="severity-word">${severityWord(severity)}</span>
  </span>`;
}
