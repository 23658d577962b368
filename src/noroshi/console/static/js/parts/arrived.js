// The pill behind which what is new waits.
import { html } from "ui";

import { ngettext } from "../i18n.js";

/** @param {{ list: import("./live-list.js").LiveList<any> }} props */
export function Arrived({ list }) {
  const n = list.waiting.value.size;
  if (!n) return null;
  return html`<button type="button" class="pill" onClick=${() => list.load()}>
    ${ngettext("{n} new", "{n} new", n)} <span aria-hidden="true">▲</span>
  </button>`;
}
