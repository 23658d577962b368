// What the picture shows, in words, colours and signs.
import { html } from "ui";

import { _ } from "../i18n.js";
import { COLOURS, KIND } from "./kinds.js";
import { kindWords } from "./words.js";

/** @param {{ picture: import("./picture.js").Picture }} props */
export function Legend({ picture }) {
  return html`<details class="picture-legend">
    <summary>${_("What you see")}</summary>
    <ul class="picture-kinds">
      ${kindWords().map((word, kind) => html`<li key=${kind}>
        <svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r=${kind === KIND.ALERTING ? 5 : 3.5} fill=${`rgb(${COLOURS[kind].join(" ")})`} /></svg>
        ${word}
      </li>`)}
    </ul>
    ${picture.view.value === "sphere" && html`<${Rings} masked=${picture.masked.value} />`}
    <p>${sentence(picture.view.value)}</p>
    <p>${_("A dot is a packet that a sensor saw in dark space, or one of many alike: the badge says how many one dot stands for. Figures count every packet. Packets of addresses that alert are always shown.")}</p>
    <p>${_("Where a packet says it comes from is not necessarily where the attacker is: sources can be forged, and machines taken over.")}</p>
  </details>`;
}

/** @param {{ masked: boolean }} props */
function Rings({ masked }) {
  const arc = (/** @type {string} */ name) => html`<svg viewBox="0 0 24 12" aria-hidden="true"><path class="picture-arc-${name}" d="M1 10Q12 1 23 10" /></svg>`;
  return html`<ul class="picture-kinds">
    ${masked
      ? html`<li>${arc("masked")}${_("an organisation's addresses")}</li>`
      : html`<li>${arc("live")}${_("live addresses")}</li><li>${arc("dark")}${_("dark addresses")}</li>`}
    <li><svg viewBox="0 0 24 24" aria-hidden="true"><rect class="picture-sign-new" x="5" y="5" width="14" height="14" transform="rotate(45 12 12)" /></svg>${_("an alert that nobody has taken")}</li>
    <li><svg viewBox="0 0 24 24" aria-hidden="true"><rect class="picture-sign" x="5" y="5" width="14" height="14" transform="rotate(45 12 12)" /></svg>${_("an alert that somebody works on: infection")}</li>
    <li><svg viewBox="0 0 24 24" aria-hidden="true"><rect class="picture-sign" x="4" y="4" width="16" height="16" /></svg>${_("attack on a member")}</li>
    <li><svg viewBox="0 0 24 24" aria-hidden="true"><circle class="picture-sign" cx="12" cy="12" r="9" /></svg>${_("set up wrongly, or a sensor")}</li>
  </ul>`;
}

/** @param {import("./picture.js").ViewName} view */
function sentence(view) {
  return {
    sphere: _("The sphere is the Internet: each /16 of IPv4 has a meridian, and its addresses lie on it from pole to pole. Each ring is an organisation's address space. Packets fly from where they say they come from to where they went."),
    cube: _("Packets fly from their source address, on the left, to where they went, on the right; the port is how far back. Where they landed stays for some seconds, so scans draw their shapes: one port over many addresses is an upright line."),
    tiles: _("Each tile is an address that sends, with its last 30 seconds: time goes right, the port goes up. Tiles with the same letter and colour do the same."),
    table: _("The same as the other views, in numbers."),
  }[view];
}
