// One alert as a line of the queue.
import { html } from "ui";

import { _, ngettext } from "../i18n.js";
import { Icon } from "../parts/icon.js";
import { Age } from "../parts/moment.js";
import { Severity } from "../parts/severity.js";
import { kindWord } from "../words.js";
import { Handling } from "./handling.js";

/** @typedef {import("./model.js").Alert} Alert */

/**
 * @param {object} props
 * @param {Alert} props.alert
 * @param {number} props.index
 * @param {boolean} props.isCurrent
 * @param {boolean} props.isChosen
 * @param {() => void} props.choose
 * @param {() => void} props.point
 */
export function Row({ alert, index, isCurrent, isChosen, choose, point }) {
  return html`<div
    class="row ${isCurrent ? "is-current" : ""} ${alert.state === "resolved" ? "is-past" : ""} ${alert.truth ? "is-waiting" : ""}"
    id="row-${alert.id}"
    role="row"
    aria-rowindex=${index + 1}
    aria-selected=${String(isChosen)}
    aria-busy=${alert.truth ? "true" : undefined}
    onMouseDown=${point}
  >
    <span class="cell cell-choose" role="gridcell">
      <input type="checkbox" tabindex="-1" checked=${isChosen} aria-label=${_("Select {id}", { id: alert.id })} onChange=${choose} />
    </span>
    <span class="cell cell-severity" role="gridcell"><${Severity} severity=${alert.severity} /></span>
    <span class="cell cell-what" role="gridcell">
      <span class="row-first">
        <a href="/alerts/${alert.id}" tabindex="-1" class="row-subject">${alert.subject}</a>
        <span class="row-kind">${kindWord(alert.kind)}</span>
        <${Flags} alert=${alert} />
      </span>
      <span class="row-why" lang="en" title=${alert.why}>${alert.why}</span>
    </span>
    <span class="cell cell-whose" role="gridcell">
      <span class="row-name" title=${alert.organisation}>${alert.organisation_name || alert.organisation}</span>
      <span class="row-id">${alert.id}</span>
    </span>
    <span class="cell cell-handling" role="gridcell"><${Handling} alert=${alert} /></span>
    <span class="cell cell-age" role="gridcell"><${Age} at=${alert.last} /></span>
  </div>`;
}

/** What holds an alert back, and what else a line must not hide. @param {{ alert: Alert }} props */
export function Flags({ alert }) {
  const isSnoozed = alert.snoozed_until && Date.parse(alert.snoozed_until) > Date.now();
  return html`
    ${alert.silenced_by &&
    html`<span class="tag tag-busy" title=${alert.silenced_by}><${Icon} name="silences" />${_("silenced")}</span>`}
    ${isSnoozed && html`<span class="tag tag-busy" title=${alert.snoozed_until}><${Icon} name="clock" />${_("snoozed")}</span>`}
    ${alert.merged_into && html`<span class="tag"><${Icon} name="merge" />${_("in {id}", { id: alert.merged_into })}</span>`}
    ${alert.ended && html`<span class="tag">${_("ended")}</span>`}
    ${alert.episodes > 1 &&
    html`<span class="tag">${ngettext("{n} episode", "{n} episodes", alert.episodes)}</span>`}
    ${alert.may_be_spoofed && html`<span class="tag">${_("may be spoofed")}</span>`}
    ${alert.labels.map((label) => html`<span class="tag" lang="en">${label}</span>`)}
  `;
}
