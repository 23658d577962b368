// What the register says of an organisation: whom to reach, what it holds, and where each row came from.
import { html } from "ui";

import { addressHref } from "../addresses/ipv4.js";
import { _ } from "../i18n.js";
import { Moment } from "../parts/moment.js";
import { severityWord, useWord } from "../words.js";

/** @param {{ contacts: any[] }} props */
export function Contacts({ contacts }) {
  return html`<section class="panel">
    <h2>${_("Contacts")}</h2>
    ${!contacts.length && html`<p class="notice notice-trouble">${_("There is none: nobody can be told.")}</p>`}
    <ul class="list">
      ${contacts.map(
        (each) => html`<li>
          <span>
            <strong class="whole">${each.name || each.address}</strong>
            <small class="aside whole">${each.channel}: ${each.address}</small>
            <small class="aside">${each.days}, ${each.hours} ${each.time_zone} · ${each.language} · ${_("{severity} or more", { severity: severityWord(each.minimum_severity) })}${each.escalation && html` · ${_("only when nobody answers")}`}</small>
          </span>
        </li>`,
      )}
    </ul>
  </section>`;
}

/** @param {{ holdings: any[] }} props */
export function Holdings({ holdings }) {
  return html`<section class="panel">
    <h2>${_("Holdings")}</h2>
    ${holdings.length
      ? html`<div class="scroll">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">${_("holding")}</th>
                <th scope="col">${_("use")}</th>
                <th scope="col">${_("valid")}</th>
                <th scope="col">${_("note")}</th>
                <th scope="col">${_("came from")}</th>
              </tr>
            </thead>
            <tbody>
              ${holdings.map((each) => html`<${Holding} holding=${each} />`)}
            </tbody>
          </table>
        </div>`
      : html`<p class="aside">${_("None that you may see.")}</p>`}
  </section>`;
}

/** @param {{ holding: any }} props */
function Holding({ holding: { kind, value, use, valid, valid_from, valid_until, note, came_from } }) {
  const line = came_from.line === null || came_from.line === undefined ? "" : `:${came_from.line}`;
  return html`<tr>
    <td>${kind === "asn" ? `AS${value}` : html`<a href=${addressHref(value)}>${value}</a>`}</td>
    <td><span class="swatch swatch-${use}"></span> ${useWord(use)}</td>
    <td>
      ${valid ? _("yes") : _("no")}
      ${valid_from && html` ${_("from")} <${Moment} at=${valid_from} />`}
      ${valid_until && html` ${_("until")} <${Moment} at=${valid_until} />`}
    </td>
    <td class="wrap">${note}</td>
    <td class="aside">${came_from.source}${line}</td>
  </tr>`;
}
