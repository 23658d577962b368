// Alerts that look alike: the same kind, ports and labels. Capped and counted.
import { html } from "ui";

import { _, ngettext } from "../i18n.js";
import { useAnswer } from "../parts/loading.js";
import { Age } from "../parts/moment.js";
import { Severity } from "../parts/severity.js";
import { Handling } from "./handling.js";

const MOST = 8;

/** @param {{ alert: import("./model.js").Alert }} props */
export function Similar({ alert }) {
  const { data } = useAnswer(`/alerts/${alert.id}/similar`);
  /** @type {import("./model.js").Alert[]} */
  const all = (data?.items ?? []).filter((/** @type {any} */ each) => each.id !== alert.id);
  const rest = Math.max(0, (data?.total ?? all.length) - MOST);
  return html`<section class="panel">
    <h2>${_("The same pattern")}</h2>
    ${data && !all.length && html`<p class="aside">${_("No other alert shows it.")}</p>`}
    <ul class="similar">
      ${all.slice(0, MOST).map(
        (each) => html`<li>
          <${Severity} severity=${each.severity} />
          <a href="/alerts/${each.id}">${each.subject}</a>
          <span class="aside similar-whose">${each.organisation_name || each.organisation}</span>
          <${Handling} alert=${each} />
          <span class="aside"><${Age} at=${each.last} /></span>
        </li>`,
      )}
    </ul>
    ${rest > 0 && html`<p class="aside">${ngettext("And {n} more.", "And {n} more.", rest)}</p>`}
  </section>`;
}
