// The picture as a table: the same rings, sources, packets and alerts in numbers, for everybody who reads those better.
import { html, useState } from "ui";

import { query } from "../api.js";
import { _, number } from "../i18n.js";
import { NOBODY } from "./decode.js";

/** @typedef {"name"|"sources"|"rate"|"alerts"} Column */
/** @typedef {{ring: number, organisation: string, name: string, sources: number, rate: number, alerts: number, fresh: number}} Row */

/** @param {{ picture: import("./picture.js").Picture }} props */
export function PictureTable({ picture }) {
  const [order, setOrder] = useState({ column: /** @type {Column} */ ("alerts"), down: true });
  picture.figures.value; // the tally moves with the figures
  const rows = rowsOf(picture).sort((one, other) => (order.down ? -1 : 1) * compare(one, other, order.column));
  const turn = (/** @type {Column} */ column) => setOrder({ column, down: order.column === column ? !order.down : column !== "name" });
  const head = (/** @type {Column} */ column, /** @type {string} */ word) => html`<th
    class=${column === "name" ? "" : "number"}
    aria-sort=${order.column === column ? (order.down ? "descending" : "ascending") : "none"}
  ><button type="button" class="picture-sort" onClick=${() => turn(column)}>${word}</button></th>`;
  return html`<div class="picture-table scroll" tabindex="0" role="region" aria-label=${_("The picture as a table")}>
    <table class="table">
      <thead><tr>${head("name", _("Organisation"))}${head("sources", _("Sources in the last minute"))}${head("rate", _("Packets/s"))}${head("alerts", _("Alerts at work"))}</tr></thead>
      <tbody>
        ${rows.map((row) => html`<tr key=${row.ring}>
          <td>${row.organisation ? html`<a href=${`/organisations/${encodeURIComponent(row.organisation)}`}>${row.name}</a>` : row.name}</td>
          <td class="number">${number(row.sources)}</td>
          <td class="number">${number(row.rate, { maximumFractionDigits: 1 })}</td>
          <td class="number">${row.alerts > 0 ? html`<a href=${`/alerts${query({ organisation: row.organisation, state: ["open", "acknowledged"] })}`}>${number(row.alerts)}</a>` : number(0)}
            ${row.fresh > 0 && html` <span class="tag tag-trouble">${_("{n} not taken", { n: row.fresh })}</span>`}</td>
        </tr>`)}
      </tbody>
    </table>
  </div>`;
}

/**
 * @param {import("./picture.js").Picture} picture
 * @returns {Row[]}
 */
function rowsOf({ rings, tally }) {
  const known = rings.value.map((ring) => ({
    ring: ring.ring, organisation: ring.organisation, name: ring.name, ...tally.ring(ring.ring),
    alerts: ring.alerts.length, fresh: ring.alerts.filter((alert) => alert.new).length,
  }));
  const nobody = { ring: NOBODY, organisation: "", name: _("Dark space that nobody registered"), ...tally.ring(NOBODY), alerts: 0, fresh: 0 };
  return nobody.rate > 0 || nobody.sources > 0 ? [...known, nobody] : known;
}

/**
 * @param {Row} one
 * @param {Row} other
 * @param {Column} column
 */
function compare(one, other, column) {
  return (column === "name" ? 0 : one[column] - other[column]) || one.name.localeCompare(other.name) * (column === "name" ? 1 : -1);
}
