// How a campaign spread: alerts that began in each hour or day; a chart, and the same as a table.
import { html, useMemo } from "ui";

import { _, number } from "../i18n.js";
import { Chart } from "../parts/chart.js";
import { Moment } from "../parts/moment.js";

const HOUR = 3600;

/** @param {{ spread: { at: string, alerts: number }[], seconds: number }} props */
export function Spread({ spread, seconds }) {
  const data = useMemo(() => [spread.map(({ at }) => Date.parse(at) / 1000), spread.map(({ alerts }) => alerts)], [spread]);
  return html`<section class="panel">
    <h2>${_("How it spread")} <small class="aside">${seconds === HOUR ? _("new alerts, hour by hour") : _("new alerts, day by day")}</small></h2>
    <${Chart} label=${_("New alerts over time")} data=${data} series=${[{ name: _("new alerts"), colour: "--accent", bars: true }]} />
    <details>
      <summary>${_("The same as a table")}</summary>
      <div class="scroll" role="region" tabindex="0" aria-label=${_("The same as a table")}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${_("from")}</th>
              <th scope="col" class="number">${_("new alerts")}</th>
            </tr>
          </thead>
          <tbody>
            ${spread.map(
              ({ at, alerts }) => html`<tr>
                <td class="still"><${Moment} at=${at} /></td>
                <td class="number">${number(alerts)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
  </section>`;
}
