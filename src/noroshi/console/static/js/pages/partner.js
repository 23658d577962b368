// One partner: what it was told and why, what became of what it told, what could not be read, and how we reach each other.
import { html, useState } from "ui";

import { post } from "../api.js";
import { _, ngettext, number } from "../i18n.js";
import { useKeys } from "../keyboard.js";
import { Button } from "../parts/button.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { Moment } from "../parts/moment.js";
import { go } from "../router.js";
import { may } from "../session.js";
import { ShareDialog, TakeDialog } from "../sharing/file-dialogs.js";
import { RemoveDialog, SecretDialog, WaysDialog, WithdrawDialog } from "../sharing/partner-dialogs.js";
import { levelWord, outcomesOf, partnerStateWord, ruleWord } from "../sharing/words.js";
import { done, trouble } from "../toasts.js";

/** Of what is in quarantine, the latest. */
const MOST = 50;

/** @param {Record<string, string>} params */
export function title({ id }) {
  return id;
}

/** @param {{ params: Record<string, string> }} props */
export default function PartnerPage({ params: { id } }) {
  const answer = useAnswer(`/partners/${encodeURIComponent(id)}`);
  return html`<${Answered} answer=${answer}>${(/** @type {any} */ shown) => html`<${Shown} shown=${shown} again=${answer.again} />`}<//>`;
}

/** @param {{ shown: any, again: () => void }} props */
function Shown({ shown, again }) {
  const { partner } = shown;
  const id = partner.organisation;
  const [asked, ask] = useState("");
  const [added, setAdded] = useState(/** @type {any} */ (null));
  const close = () => ask("");
  const pull = () =>
    post(`/partners/${encodeURIComponent(id)}/pull`).then(
      (brought) => [done(ngettext("{n} new object came.", "{n} new objects came.", brought.new)), again()],
      (error) => [trouble(error), again()],
    );
  const changed = (/** @type {any} */ given) => [close(), given.secret ? setAdded(given) : done(_("{id} is changed.", { id })), again()];
  const canPull = may("release") && partner.address && partner.state === "active";
  const actions = [
    { keys: "p", says: _("Take over what is new"), is: canPull, run: pull },
    { keys: "s", says: _("Share as a file"), is: may("release"), run: () => ask("share") },
    { keys: "t", says: _("Take a file"), is: may("release") && partner.state === "active", run: () => ask("take") },
    { keys: "c", says: partner.state === "active" ? _("Change") : _("Begin anew"), is: may("partners"), run: () => ask("ways") },
    { keys: "w", says: _("Withdraw what it told"), is: may("release"), run: () => ask("withdraw"), look: "danger" },
    { keys: "x", says: _("Remove the partner"), is: may("partners"), run: () => ask("remove"), look: "danger" },
  ].filter(({ is }) => is);
  useKeys(actions);
  return html`<header class="page-head">
      <h1>${partner.name}</h1>
      <span class="aside">${id}</span>
      <span class="tag ${partner.state === "active" ? "tag-fine" : "tag-trouble"}">${partnerStateWord(partner.state)}</span>
      <span class="tag" title=${_("The most restrictive marking that it may receive")}>TLP:${shown.clearance.toUpperCase()}</span>
      ${shown.groups.map((/** @type {string} */ group) => html`<span class="tag">${group}</span>`)}
      <div class="actions">${actions.map(({ keys, says, run, look }) => html`<${Button} keys=${keys} look=${look} run=${run}>${says}<//>`)}</div>
    </header>
    ${partner.fault && html`<div class="notice notice-trouble"><p><strong>${_("The last pull failed.")}</strong></p><p lang="en">${partner.fault}</p></div>`}
    <div class="columns">
      <div class="stack">
        <${Told} told=${shown.told} />
        <${Outcomes} partner=${partner} />
        <${Quarantine} kept=${shown.quarantine} />
      </div>
      <div class="stack">
        <${Ways} shown=${shown} />
        <${Collections} collections=${shown.collections} />
      </div>
    </div>
    ${asked === "ways" && html`<${WaysDialog} shown=${shown} close=${close} made=${changed} />`}
    ${asked === "share" && html`<${ShareDialog} id=${id} close=${close} />`}
    ${asked === "take" && html`<${TakeDialog} id=${id} close=${close} made=${() => [close(), again()]} />`}
    ${asked === "withdraw" && html`<${WithdrawDialog} id=${id} close=${close} made=${() => [close(), done(_("All that it told is withdrawn.")), again()]} />`}
    ${asked === "remove" && html`<${RemoveDialog} id=${id} close=${close} made=${() => [close(), go("/partners")]} />`}
    ${added && html`<${SecretDialog} added=${added} close=${() => setAdded(null)} />`}`;
}

/** @param {{ told: any[] }} props */
function Told({ told }) {
  return html`<section class="panel">
    <h2>${_("What it may know")}</h2>
    ${told.length
      ? html`<div class="scroll" role="region" tabindex="0" aria-label=${_("What it may know")}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col" class="number">${_("alerts")}</th>
                <th scope="col" class="number">${_("indications")}</th>
                <th scope="col">${_("how much")}</th>
                <th scope="col">${_("why")}</th>
              </tr>
            </thead>
            <tbody>
              ${told.map(({ alerts, indications, level, rule }) => html`<tr><td class="number">${number(alerts)}</td><td class="number">${number(indications)}</td><td>${levelWord(level)}</td><td>${ruleWord(rule)}</td></tr>`)}
            </tbody>
          </table>
        </div>`
      : html`<p class="aside">${_("Nothing was decided yet.")}</p>`}
  </section>`;
}

/** @param {{ partner: any }} props */
function Outcomes({ partner: { findings, counted } }) {
  const all = outcomesOf(findings);
  return html`<section class="panel">
    <h2>${_("What became of what it told")} ${counted && html`<small class="aside">${_("since")} <${Moment} at=${counted} />, ${_("and in the week before")}</small>`}</h2>
    ${all.length
      ? html`<ul class="list">${all.map(([word, count]) => html`<li><span>${word}</span><strong>${number(count)}</strong></li>`)}</ul>`
      : html`<p class="aside">${_("It has told nothing.")}</p>`}
  </section>`;
}

/** @param {{ kept: any[] }} props */
function Quarantine({ kept }) {
  return html`<section class="panel">
    <h2>${_("What could not be read")} <small class="aside">${number(kept.length)}</small></h2>
    ${kept.length === 0 && html`<p class="aside">${_("None.")}</p>`}
    <ul class="list quarantine">
      ${kept.slice(0, MOST).map(
        ({ at, object, reason, content }) => html`<li>
          <details>
            <summary><span lang="en">${reason}</span> <small class="aside"><${Moment} at=${at} /> · <span class="whole">${object}</span></small></summary>
            <pre tabindex="0" aria-label=${_("How it begins")}>${content}</pre>
          </details>
        </li>`,
      )}
    </ul>
  </section>`;
}

/** @param {{ shown: any }} props */
function Ways({ shown: { partner, login } }) {
  const moment = (/** @type {string | null} */ at) => (at ? html`<${Moment} at=${at} full />` : _("never"));
  return html`<section class="panel">
    <h2>${_("How we exchange")}</h2>
    <dl class="facts">
      <dt>${_("server")}</dt>
      <dd>${partner.address || _("it comes to us")}</dd>
      ${partner.address && html`<dt>${_("collection")}</dt><dd>${partner.collection || _("all that we may read")}</dd>`}
      ${login && html`<dt>${_("our name there")}</dt><dd>${login}</dd>`}
      <dt>${_("certificate")}</dt>
      <dd>${partner.fingerprint ? html`<code>${`SHA-256 ${partner.fingerprint}`}</code>` : _("none; it comes with a secret")}</dd>
      ${partner.address && html`<dt>${_("last pulled")}</dt><dd>${moment(partner.pulled)}</dd>`}
      <dt>${_("last came to us")}</dt>
      <dd>${moment(partner.heard)}</dd>
      <dt>${_("objects taken")}</dt>
      <dd>${number(partner.taken)}</dd>
      <dt>${_("not read")}</dt>
      <dd>${number(partner.refused)}</dd>
    </dl>
  </section>`;
}

/** @param {{ collections: any[] }} props */
function Collections({ collections }) {
  return html`<section class="panel">
    <h2>${_("Collections")}</h2>
    <ul class="list">
      ${collections.map(({ alias, id, objects }) => html`<li><span><strong>${alias}</strong><small class="aside whole">${id}</small></span><span>${ngettext("{n} object", "{n} objects", objects)}</span></li>`)}
    </ul>
  </section>`;
}
