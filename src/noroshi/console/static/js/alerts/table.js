// A few alerts as a table, on pages that are about something else.
import { html } from "ui";

import { _ } from "../i18n.js";
import { Moment } from "../parts/moment.js";
import { Severity } from "../parts/severity.js";
import { kindWord } from "../words.js";
import { Handling } from "./handling.js";

/**
 * @param {object} props
 * @param {any[]} props.alerts
 * @param {boolean} [props.whose] Whether to say whose they are.
 * @param {boolean} [props.printed] Whether somebody else is to read it: then nobody is "you".
 */
export function AlertTable({ alerts, whose = true, printed = false }) {
  return html`<div class="scroll">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">${_("severity")}</th>
          <th scope="col">${_("alert")}</th>
          <th scope="col">${_("subject")}</th>
          <th scope="col">${_("kind")}</th>
          ${whose && html`<th scope="col">${_("organisation")}</th>`}
          <th scope="col">${_("state")}</th>
          <th scope="col">${_("last seen")}</th>
        </tr>
      </thead>
      <tbody>
        ${alerts.map(
          (alert) => html`<tr key=${alert.id}>
            <td><${Severity} severity=${alert.severity} /></td>
            <td class="still"><a href="/alerts/${alert.id}">${alert.id}</a></td>
            <td class="still">${alert.subject}</td>
            <td>${kindWord(alert.kind)}</td>
            ${whose && html`<td>${alert.organisation_name || alert.organisation}</td>`}
            <td><span class="handled"><${Handling} alert=${alert} named=${printed} /></span></td>
            <td class="still"><${Moment} at=${alert.last} /></td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
