// One indication as a line of the list.
import { html } from "ui";

import { _ } from "../i18n.js";
import { Age, Moment } from "../parts/moment.js";
import { Severity } from "../parts/severity.js";
import { kindWord } from "../words.js";

/**
 * @param {object} props
 * @param {import("./model.js").Indication} props.indication
 * @param {number} props.index
 * @param {boolean} props.isCurrent
 * @param {() => void} props.point
 */
export function Row({ indication, index, isCurrent, point }) {
  return html`<div
    class="row row-sign ${isCurrent ? "is-current" : ""} ${indication.ended ? "is-past" : ""}"
    id="row-${indication.id}"
    role="row"
    aria-rowindex=${index + 1}
    aria-selected=${String(isCurrent)}
    onMouseDown=${point}
  >
    <span class="cell cell-severity" role="gridcell"><${Severity} severity=${indication.severity} /></span>
    <span class="cell cell-what" role="gridcell">
      <span class="row-first">
        <a href="/indications/${indication.id}" tabindex="-1" class="row-subject">${indication.subject}</a>
        <span class="row-kind">${kindWord(indication.kind)}</span>
        <${Flags} indication=${indication} />
      </span>
      <span class="row-why" lang="en" title=${indication.why}>${indication.why}</span>
    </span>
    <span class="cell cell-whose" role="gridcell">
      <span class="row-name">${_("since")} <${Moment} at=${indication.started} /></span>
      <span class="row-id">${indication.id}</span>
    </span>
    <span class="cell cell-age" role="gridcell"><${Age} at=${indication.last} /></span>
  </div>`;
}

/** What a line must not hide. @param {{ indication: import("./model.js").Indication }} props */
export function Flags({ indication }) {
  return html`
    ${indication.ended && html`<span class="tag">${_("ended")}</span>`}
    ${indication.may_be_spoofed && html`<span class="tag">${_("may be spoofed")}</span>`}
  `;
}
