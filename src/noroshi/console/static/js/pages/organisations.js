// Everybody in the register.
import { html, useState } from "ui";

import { _, ngettext, number } from "../i18n.js";
import { useKeys } from "../keyboard.js";
import { TextField } from "../parts/field.js";
import { Answered, Nothing, useAnswer } from "../parts/loading.js";
import { go } from "../router.js";
import { may } from "../session.js";

export function title() {
  return _("Organisations");
}

export default function Organisations() {
  const answer = useAnswer("/organisations?limit=1000");
  const [text, setText] = useState("");
  useKeys(may("register") ? [{ keys: "r", says: _("Roster"), run: () => go("/roster") }] : []);
  return html`<header class="page-head">
      <h1>${_("Organisations")}</h1>
      <div class="head-search"><${TextField} kind="search" label=${_("Name or id")} value=${text} change=${setText} /></div>
      ${may("register") && html`<div class="actions"><a class="button" href="/roster" aria-keyshortcuts="r">${_("Roster")}<kbd aria-hidden="true">r</kbd></a></div>`}
    </header>
    <${Answered} answer=${answer}>
      ${(/** @type {any} */ page) => html`<${List} organisations=${page.items ?? page} text=${text} />`}
    <//>`;
}

/** @param {{ organisations: any[], text: string }} props */
function List({ organisations, text }) {
  const wanted = text.trim().toLowerCase();
  const found = organisations.filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(wanted));
  if (!organisations.length)
    return html`<${Nothing} title=${_("The register is empty.")}>${may("register") ? html`<a href="/roster">${_("Import a roster.")}</a>` : _("An administrator imports a roster.")}<//>`;
  if (!found.length) return html`<${Nothing} title=${_("No organisation is called that.")} />`;
  return html`<p class="aside" role="status">${ngettext("{n} organisation", "{n} organisations", found.length)}</p>
    <div class="panel scroll">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">${_("name")}</th>
            <th scope="col">${_("id")}</th>
            <th scope="col" class="number">${_("live prefixes")}</th>
            ${may("see-dark") && html`<th scope="col" class="number">${_("dark prefixes")}</th>`}
            <th scope="col" class="number">${_("AS numbers")}</th>
            <th scope="col" class="number">${_("contacts")}</th>
          </tr>
        </thead>
        <tbody>
          ${found.map((each) => html`<${Line} key=${each.id} organisation=${each} />`)}
        </tbody>
      </table>
    </div>`;
}

/** @param {{ organisation: any }} props */
function Line({ organisation: { id, name, live_prefixes, dark_prefixes, asns, contacts, valid } }) {
  return html`<tr>
    <td>
      <a href="/organisations/${encodeURIComponent(id)}"><strong>${name}</strong></a>
      ${!valid && html` <span class="tag">${_("no longer valid")}</span>`}
    </td>
    <td class="aside">${id}</td>
    <td class="number">${number(live_prefixes)}</td>
    ${may("see-dark") && html`<td class="number">${number(dark_prefixes)}</td>`}
    <td class="number">${number(asns)}</td>
    <td class="number">
      ${contacts ? number(contacts) : html`<span class="tag tag-trouble">${_("none: nobody can be told")}</span>`}
    </td>
  </tr>`;
}
