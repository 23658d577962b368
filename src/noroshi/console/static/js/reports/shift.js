// What one shift hands over to the next: what is open, who has what, what sleeps, and what happened.
import { html } from "ui";

import { AlertTable } from "../alerts/table.js";
import { _, ngettext, number } from "../i18n.js";
import { Figure } from "../organisations/promptness.js";
import { useAnswer } from "../parts/loading.js";
import { Moment } from "../parts/moment.js";
import { may } from "../session.js";
import { scopeParts } from "../silences/scope.js";
import { deedWord, kindWord, outcomeWord } from "../words.js";

/** The name in the books for what no person did. */
const WATCH = "noroshi";

/** @param {{ report: any }} props */
export function Shift({ report }) {
  const { open, taken, snoozed, silences, happened, total, deeds } = report;
  return html`<dl class="figures">
      <${Figure} word=${_("open")} value=${number(open.total)} />
      <${Figure} word=${_("taken")} value=${number(taken.total)} />
      <${Figure} word=${_("snoozed")} value=${number(snoozed.total)} />
      ${["opened", "came-back", "worse", "resolved"].map((deed) => html`<${Figure} word=${deedWord(deed)} value=${number(deeds[deed] ?? 0)} aside=${_("in this time")} />`)}
    </dl>
    ${may("see") && html`<${Sight} />`}
    <${Heap} title=${_("Open: nobody has taken them")} heap=${open} />
    <${Heap} title=${_("Taken")} heap=${taken} />
    <${Heap} title=${_("Snoozed")} heap=${snoozed} />
    ${silences.length > 0 && html`<${Silences} silences=${silences} />`}
    <${Happened} happened=${happened} total=${total} />`;
}

/** Whether the sensors see, as whoever takes over must know. */
function Sight() {
  const { data } = useAnswer("/sensors");
  if (!data) return null;
  if (!data.watching) return html`<p class="notice">${_("No watch runs on this server, so this report says nothing of the sensors.")}</p>`;
  if (data.replay) return html`<p class="notice">${_("A recording is played. It says nothing about the present: no sensor is watched here.")}</p>`;
  const unwell = data.sensors.filter((/** @type {any} */ { well }) => !well);
  if (!unwell.length) return html`<p>${_("The sensors see.")}</p>`;
  return html`<div class="notice notice-trouble">
    <p><strong>${ngettext("{n} sensor is in trouble. Silence does not mean quiet.", "{n} sensors are in trouble. Silence does not mean quiet.", unwell.length)}</strong></p>
    <ul lang="en">${unwell.flatMap((/** @type {any} */ { name, troubles }) => troubles.map((/** @type {string} */ each) => html`<li>${name}: ${each}</li>`))}</ul>
  </div>`;
}

/** @param {{ title: string, heap: { items: any[], total: number } }} props */
function Heap({ title, heap: { items, total } }) {
  return html`<section class="report-part">
    <h3>${title} <span class="aside">${number(total)}</span></h3>
    ${items.length ? html`<${AlertTable} alerts=${items} printed />` : html`<p class="aside">${_("None.")}</p>`}
    ${total > items.length && html`<p class="aside">${ngettext("And {n} more.", "And {n} more.", total - items.length)}</p>`}
  </section>`;
}

/** @param {{ silences: any[] }} props */
function Silences({ silences }) {
  return html`<section class="report-part">
    <h3>${_("Silences that hold")} <span class="aside">${number(silences.length)}</span></h3>
    <ul class="list">
      ${silences.map(
        ({ id, scope, reason, who, until, held }) => html`<li>
          <span>
            <strong>${id}</strong> ${scopeParts(scope).map(([name, value]) => html`<span class="tally"><small>${name}</small> ${value}</span>`)} ${reason}
            <small class="aside">${who} · ${_("until")} <${Moment} at=${until} /> · ${ngettext("{n} notice held", "{n} notices held", held)}</small>
          </span>
        </li>`,
      )}
    </ul>
  </section>`;
}

/** @param {{ happened: any[], total: number }} props */
function Happened({ happened, total }) {
  return html`<section class="report-part">
    <h3>${_("What happened")} <span class="aside">${number(total)}</span></h3>
    ${!happened.length && html`<p class="aside">${_("Nothing.")}</p>`}
    ${happened.length > 0 &&
    html`<div class="scroll">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">${_("when")}</th>
            <th scope="col">${_("who")}</th>
            <th scope="col">${_("what")}</th>
            <th scope="col">${_("alert")}</th>
            <th scope="col">${_("subject")}</th>
            <th scope="col">${_("note")}</th>
          </tr>
        </thead>
        <tbody>
          ${happened.map(
            (each) => html`<tr>
              <td class="still"><${Moment} at=${each.at} /></td>
              <td class="still">${each.who === WATCH ? _("the watch") : each.who}</td>
              <td>${deedWord(each.deed)}${each.outcome ? `: ${outcomeWord(each.outcome)}` : ""}</td>
              <td class="still"><a href="/alerts/${each.alert}">${each.alert}</a></td>
              <td>${each.subject} <span class="aside">${kindWord(each.kind)}</span></td>
              <td class="wrap">${each.note}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`}
    ${total > happened.length && html`<p class="aside">${ngettext("And {n} more.", "And {n} more.", total - happened.length)}</p>`}
  </section>`;
}
