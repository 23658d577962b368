// One organisation: what it answers for, what goes on there, whom to reach, and how soon it cleans up.
import { html, useEffect } from "ui";

import { AlertTable } from "../alerts/table.js";
import { listen } from "../events.js";
import { _, ngettext } from "../i18n.js";
import { NoticeTable } from "../notices/table.js";
import { Contacts, Holdings } from "../organisations/register.js";
import { People } from "../organisations/people.js";
import { Figures } from "../organisations/promptness.js";
import { Space } from "../organisations/space-panel.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { may } from "../session.js";

/** Alerts that are drawn and listed. */
const MOST = 200;
/** Notices that are listed. */
const FEW = 10;

/** @param {Record<string, string>} params */
export function title({ id }) {
  return id;
}

/** @param {{ params: Record<string, string> }} props */
export default function OrganisationPage({ params: { id } }) {
  const answer = useAnswer(`/organisations/${encodeURIComponent(id)}`);
  return html`<${Answered} answer=${answer}>${(/** @type {any} */ shown) => html`<${Shown} shown=${shown} />`}<//>`;
}

/** @param {{ shown: any }} props */
function Shown({ shown }) {
  const { id, name, valid } = shown.organisation;
  const code = encodeURIComponent(id);
  const alerts = useAnswer(`/alerts?state=open&state=acknowledged&snoozed=show&organisation=${code}&limit=${MOST}`);
  useEffect(() => listen("alert", ({ alert }) => alert.organisation === id && alerts.again()), [id]);
  const items = alerts.data?.items ?? [];
  return html`<header class="page-head">
      <h1>${name}</h1>
      <span class="aside">${id}</span>
      ${!valid && html`<span class="tag">${_("no longer valid")}</span>`}
      ${shown.organisation.tags.map((/** @type {string} */ tag) => html`<span class="tag">${tag}</span>`)}
      <span class="tag" title=${_("The most restrictive marking that it may receive")}>TLP:${shown.clearance.toUpperCase()}</span>
    </header>
    <div class="columns">
      <div class="stack">
        <${Space} id=${id} name=${name} alerts=${items} />
        <section class="panel">
          <div class="panel-head">
            <h2>${_("Alerts to do")}</h2>
            <a href="/alerts?organisation=${code}">${ngettext("{n} in the queue", "{n} in the queue", alerts.data?.total ?? items.length)}</a>
          </div>
          <${Answered} answer=${alerts}>
            ${() => (items.length ? html`<${AlertTable} alerts=${items.slice(0, 20)} whose=${false} />` : html`<p class="aside">${_("None.")}</p>`)}
          <//>
        </section>
        <${Holdings} holdings=${shown.holdings} />
      </div>
      <div class="stack">
        <${Promptness} code=${code} />
        <${Contacts} contacts=${shown.contacts} />
        ${may("see-people") && html`<${People} organisation=${id} />`}
        <${Notices} code=${code} />
      </div>
    </div>`;
}

/** @param {{ code: string }} props */
function Promptness({ code }) {
  const answer = useAnswer(`/organisations/${code}/promptness`);
  return html`<section class="panel">
    <h2>${_("How soon it answers")} <small class="aside">${_("last 90 days")}</small></h2>
    <${Answered} answer=${answer}>${(/** @type {any} */ promptness) => html`<${Figures} promptness=${promptness} />`}<//>
  </section>`;
}

/** @param {{ code: string }} props */
function Notices({ code }) {
  const answer = useAnswer(`/notices?organisation=${code}&limit=${FEW}`);
  return html`<section class="panel">
    <div class="panel-head">
      <h2>${_("Notices")}</h2>
      <a href="/notices?organisation=${code}">${_("All")}</a>
    </div>
    <${Answered} answer=${answer}>
      ${(/** @type {any} */ page) =>
        page.items.length ? html`<${NoticeTable} notices=${page.items} brief />` : html`<p class="aside">${_("None yet.")}</p>`}
    <//>
  </section>`;
}
