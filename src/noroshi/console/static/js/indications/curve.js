// What a port had in each bin of time, as far back as is kept: a chart, and the same as a table.
import { html, useMemo } from "ui";

import { _, number } from "../i18n.js";
import { Chart } from "../parts/chart.js";
import { Moment } from "../parts/moment.js";

/** @typedef {{ time: string, sources: number, packets?: number }} Bin */

/** @param {{ bins: Bin[], usual: number }} props */
export function Curve({ bins, usual }) {
  const [data, series] = useMemo(() => drawn(bins, usual), [bins, usual]);
  return html`<section class="panel">
    <h2>${_("Over time")} <small class="aside">${_("as far back as is kept")}</small></h2>
    <${Chart} label=${_("Sources and packets over time")} data=${data} series=${series} />
    <details>
      <summary>${_("The same as a table")}</summary>
      <${Table} bins=${bins} />
    </details>
  </section>`;
}

/**
 * Packets are drawn where they were counted; detections of earlier versions have none.
 * @param {Bin[]} bins
 * @param {number} usual Sources.
 * @returns {[(number | null)[][], { name: string, colour: string }[]]}
 */
function drawn(bins, usual) {
  const times = bins.map(({ time }) => Date.parse(time) / 1000);
  const lines = [
    { name: _("packets"), colour: "--accent", values: bins.map(({ packets }) => packets ?? null) },
    { name: _("sources"), colour: "--high", values: bins.map(({ sources }) => sources) },
    { name: _("usual sources"), colour: "--aside", values: bins.map(() => usual) },
  ].filter(({ values }) => values.some((each) => each !== null));
  return [[times, ...lines.map(({ values }) => values)], lines.map(({ name, colour }) => ({ name, colour }))];
}

/** @param {{ bins: Bin[] }} props */
function Table({ bins }) {
  return html`<div class="scroll" role="region" tabindex="0" aria-label=${_("The same as a table")}>
    <table class="table">
      <thead>
        <tr>
          <th scope="col">${_("from")}</th>
          <th scope="col" class="number">${_("sources")}</th>
          <th scope="col" class="number">${_("packets")}</th>
        </tr>
      </thead>
      <tbody>
        ${bins.toReversed().map(
          ({ time, sources, packets }) => html`<tr>
            <td class="still"><${Moment} at=${time} /></td>
            <td class="number">${number(sources)}</td>
            <td class="number">${packets === undefined ? "–" : number(packets)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
