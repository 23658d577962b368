// One address, or a prefix: who holds it, what it is, what it did, and what people said of it.
import { html, useState } from "ui";

import { Strip } from "../addresses/activity.js";
import { addressHref } from "../addresses/ipv4.js";
import { Verdict } from "../addresses/verdict.js";
import { Tallies } from "../alerts/evidence.js";
import { nameOf } from "../alerts/handling.js";
import { AlertTable } from "../alerts/table.js";
import { query as text } from "../api.js";
import { _, ngettext } from "../i18n.js";
import { useKeys } from "../keyboard.js";
import { AsOf } from "../parts/as-of.js";
import { Button } from "../parts/button.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { Moment } from "../parts/moment.js";
import { go } from "../router.js";
import { may } from "../session.js";
import { SilenceDialog } from "../silences/dialog.js";
import { standingWord, useWord } from "../words.js";

/** @param {Record<string, string>} params */
export function title({ subject }) {
  return subject;
}

/** @param {{ params: Record<string, string>, query: URLSearchParams }} props */
export default function AddressPage({ params: { subject }, query }) {
  const at = query.get("at") ?? "";
  const answer = useAnswer(`${addressHref(subject)}${text({ at })}`);
  return html`<${Answered} answer=${answer}>
    ${(/** @type {any} */ known) => html`<${Shown} key=${`${subject} ${at}`} known=${known} at=${at} again=${answer.again} />`}
  <//>`;
}

/** @param {{ known: any, at: string, again: () => void }} props */
function Shown({ known, at, again }) {
  const { subject, standing, holders, alerts, total, silences } = known;
  const activity = useAnswer(`/activity${text({ subject })}`);
  const [asks, setAsks] = useState(false);
  const silence = () => may("silence") && setAsks(true);
  useKeys([{ keys: "h", says: _("Silence"), run: silence }]);
  return html`<header class="page-head">
      <h1>${subject}</h1>
      <${Verdict} alerts=${alerts} standing=${standing} isHeld=${holders.length > 0} />
      ${may("silence") && html`<div class="actions"><${Button} icon="silences" keys="h" run=${silence}>${_("Silence")}<//></div>`}
    </header>
    <div class="columns">
      <div class="stack">
        <section class="panel">
          <h2>${_("What it did")} <small class="aside">${_("last 30 days")}</small></h2>
          <${Answered} answer=${activity}>${(/** @type {any} */ data) => html`<${Strip} activity=${data} /><${Tallies} tallies=${data.tallies} />`}<//>
        </section>
        <section class="panel">
          <div class="panel-head">
            <h2>${ngettext("{n} alert", "{n} alerts", total)}</h2>
            ${total > 0 && html`<a href="/alerts${text({ subject, state: ["open", "acknowledged", "resolved"], snoozed: "show", merged: "show" })}">${_("In the queue")}</a>`}
          </div>
          ${alerts.length ? html`<${AlertTable} alerts=${alerts} />` : html`<p class="aside">${_("There has never been one.")}</p>`}
        </section>
      </div>
      <div class="stack">
        <${Holders} known=${known} at=${at} activity=${activity.data} />
        <${Silences} silences=${silences} />
        <${Notes} notes=${activity.data?.notes ?? []} />
      </div>
    </div>
    ${asks && html`<${SilenceDialog} scope=${{ organisation: "", kind: "", subject, alert: "" }} close=${() => setAsks(false)} done=${again} />`}`;
}

/** @param {{ known: any, at: string, activity: any }} props */
function Holders({ known, at, activity }) {
  const { subject, standing, at: moment } = known;
  /** @type {any[]} */
  const holders = known.holders;
  return html`<section class="panel">
    <h2>${at ? html`${_("Who held it")} <small class="aside"><${Moment} at=${moment} full /></small>` : _("Who holds it")}</h2>
    <dl class="facts">
      ${holders.map(
        ({ organisation, name, holding, use }) => html`<dt>${_("organisation")}</dt>
          <dd>
            <a href="/organisations/${encodeURIComponent(organisation)}">${name}</a>
            ${holding && html`<br /><span class="aside">${_("because of {holding}", { holding })}${use && `, ${useWord(use)}`}</span>`}
          </dd>`,
      )}
      ${!holders.length && html`<dt>${_("organisation")}</dt><dd>${_("nobody in the register")}</dd>`}
      ${standing && html`<dt>${_("class")}</dt><dd>${standingWord(standing)}</dd>`}
      <dt>${_("first seen")}</dt>
      <dd>${activity?.first ? html`<${Moment} at=${activity.first} full />` : _("never")}</dd>
      <dt>${_("last seen")}</dt>
      <dd>${activity?.last ? html`<${Moment} at=${activity.last} full />` : _("never")}</dd>
    </dl>
    ${holders.length > 1 && html`<p class="aside">${_("Equal prefixes: all of them are alerted.")}</p>`}
    <p class="aside">${_("Where an address is says nothing of who sits behind it, and it may have been forged.")}</p>
    <${AsOf} at=${at} change=${(/** @type {string} */ chosen) => go(`${addressHref(subject)}${text({ at: chosen })}`)} />
  </section>`;
}

/** @param {{ silences: any[] }} props */
function Silences({ silences }) {
  return html`<section class="panel">
    <h2>${_("Silences")}</h2>
    ${!silences.length && html`<p class="aside">${_("None is about it.")}</p>`}
    <ul class="list">
      ${silences.map(
        ({ id, reason, until, who }) => html`<li>
          <span><a href="/silences#${id}"><strong>${id}</strong></a> ${reason}
            <small class="aside">${who} · ${_("until")} <${Moment} at=${until} /></small></span>
        </li>`,
      )}
    </ul>
  </section>`;
}

/** @param {{ notes: any[] }} props */
function Notes({ notes }) {
  return html`<section class="panel">
    <h2>${_("Notes")}</h2>
    ${!notes.length && html`<p class="aside">${_("Nobody wrote any.")}</p>`}
    <ul class="list">
      ${notes.map(
        ({ at, who, alert, note }) => html`<li>
          <span>${note}
            <small class="aside">${nameOf(who)} · <${Moment} at=${at} /> · <a href="/alerts/${alert}">${alert}</a></small></span>
        </li>`,
      )}
    </ul>
  </section>`;
}
