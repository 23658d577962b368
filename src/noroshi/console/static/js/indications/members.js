// Whose machines asked for the port while it rose: alerts, by member.
import { html } from "ui";

import { _, ngettext } from "../i18n.js";
import { Answered } from "../parts/loading.js";
import { Age } from "../parts/moment.js";
import { Severity } from "../parts/severity.js";

/** Alerts of one member that are listed; the others are counted. */
const MOST = 5;

/** @param {{ answer: ReturnType<typeof import("../parts/loading.js").useAnswer> }} props */
export function Members({ answer }) {
  return html`<section class="panel">
    <h2>${_("Sources by member")}</h2>
    <${Answered} answer=${answer}>
      ${(/** @type {any} */ { items, total, complete }) => {
        const members = Object.entries(Object.groupBy(/** @type {any[]} */ (items), (each) => each.organisation));
        return html`
          ${!items.length && html`<p class="aside">${_("No member's machine is known to ask for it.")}</p>`}
          ${members.map(([id, alerts = []]) => html`<${Member} key=${id} id=${id} alerts=${alerts} />`)}
          ${total > items.length && html`<p class="aside">${ngettext("And {n} more alert.", "And {n} more alerts.", total - items.length)}</p>`}
          ${!complete && html`<p class="aside">${_("Only the most severe alerts of that time were looked at.")}</p>`}
        `;
      }}
    <//>
  </section>`;
}

/** @param {{ id: string, alerts: any[] }} props */
function Member({ id, alerts }) {
  return html`<div class="member">
    <h3>
      <a href="/organisations/${encodeURIComponent(id)}">${alerts[0].organisation_name || id}</a>${" "}
      <small class="aside">${ngettext("{n} alert", "{n} alerts", alerts.length)}</small>
    </h3>
    <ul class="similar">
      ${alerts.slice(0, MOST).map(
        (each) => html`<li>
          <${Severity} severity=${each.severity} />
          <a href="/alerts/${each.id}">${each.subject}</a>
          <span class="aside similar-whose">${each.id}</span>
          <span class="aside"><${Age} at=${each.last} /></span>
        </li>`,
      )}
    </ul>
    ${alerts.length > MOST && html`<p class="aside">${ngettext("And {n} more.", "And {n} more.", alerts.length - MOST)}</p>`}
  </div>`;
}
