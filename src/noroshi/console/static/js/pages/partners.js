// With whom the centre exchanges, and how that goes.
import { html, useState } from "ui";

import { _, number } from "../i18n.js";
import { useKeys } from "../keyboard.js";
import { Button } from "../parts/button.js";
import { Answered, Nothing, useAnswer } from "../parts/loading.js";
import { Moment } from "../parts/moment.js";
import { may } from "../session.js";
import { SecretDialog, WaysDialog } from "../sharing/partner-dialogs.js";
import { partnerStateWord } from "../sharing/words.js";

export function title() {
  return _("Partners");
}

export default function Partners() {
  const answer = useAnswer("/partners");
  const [asks, setAsks] = useState(false);
  const [added, setAdded] = useState(/** @type {any} */ (null));
  const add = () => setAsks(true);
  useKeys(may("partners") ? [{ keys: "p", says: _("Add a partner"), run: add }] : []);
  return html`<header class="page-head">
      <h1>${_("Partners")}</h1>
      <div class="actions">
        <a class="button" href="/releases">${_("Releases")}</a>
        ${may("partners") && html`<${Button} icon="partners" look="main" keys="p" run=${add}>${_("Add a partner")}<//>`}
      </div>
    </header>
    <${Answered} answer=${answer}>
      ${(/** @type {any[]} */ partners) =>
        partners.length
          ? html`<div class="panel"><${Table} partners=${partners} /></div>`
          : html`<${Nothing} title=${_("We exchange with no partner.")}>${_("Nobody is told of anything but the members themselves.")}<//>`}
    <//>
    ${asks && html`<${WaysDialog} close=${() => setAsks(false)} made=${(/** @type {any} */ given) => [setAsks(false), setAdded(given), answer.again()]} />`}
    ${added && html`<${SecretDialog} added=${added} close=${() => setAdded(null)} />`}`;
}

/** @param {{ partners: any[] }} props */
function Table({ partners }) {
  return html`<div class="scroll">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">${_("partner")}</th>
          <th scope="col">${_("state")}</th>
          <th scope="col">${_("server")}</th>
          <th scope="col">${_("last heard of")}</th>
          <th scope="col" class="number">${_("objects taken")}</th>
          <th scope="col" class="number">${_("not read")}</th>
        </tr>
      </thead>
      <tbody>
        ${partners.map((each) => html`<${Line} key=${each.organisation} partner=${each} />`)}
      </tbody>
    </table>
  </div>`;
}

/** @param {{ partner: any }} props */
function Line({ partner }) {
  const { organisation, name, state, address, taken, refused, fault } = partner;
  const last = [partner.pulled, partner.heard].filter(Boolean).sort().at(-1);
  const [look, word] = fault ? ["tag-trouble", _("the last pull failed")] : [state === "active" ? "tag-fine" : "", partnerStateWord(state)];
  return html`<tr>
    <td><a href="/partners/${encodeURIComponent(organisation)}"><strong>${name}</strong></a> <span class="aside">${organisation}</span></td>
    <td><span class="tag ${look}">${word}</span></td>
    <td class="wrap">${address || _("it comes to us")}</td>
    <td class="still">${last ? html`<${Moment} at=${last} />` : _("never")}</td>
    <td class="number">${number(taken)}</td>
    <td class="number">${number(refused)}</td>
  </tr>`;
}
