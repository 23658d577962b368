// A moment on the screen, exact on hover.
import { html } from "ui";

import { agoText, exactText, fullText, momentText, now, spanText } from "../time.js";

/** @param {{ at: string, full?: boolean }} props */
export function Moment({ at, full = false }) {
  return html`<time datetime=${at} title=${exactText(at)}>${full ? fullText(at) : momentText(at)}</time>`;
}

/** How long ago, such as "3 min ago". @param {{ at: string }} props */
export function Ago({ at }) {
  return html`<time datetime=${at} title=${exactText(at)}>${agoText(at)}</time>`;
}

/** How old, as short as it can be said, for columns: "3 min". @param {{ at: string }} props */
export function Age({ at }) {
  return html`<time datetime=${at} title=${exactText(at)}>${spanText(now.value - Date.parse(at))}</time>`;
}
