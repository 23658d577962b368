// What one member had, how soon they answered, what came back, and what to do next: made to be handed to them.
import { html } from "ui";

import { Steps } from "../alerts/guide.js";
import { _, ngettext, number } from "../i18n.js";
import { seconds, share } from "../organisations/promptness.js";
import { Moment } from "../parts/moment.js";
import { Severity } from "../parts/severity.js";
import { outcomeWord, stateWord } from "../words.js";

/** @param {{ report: any }} props */
export function Member({ report: { next, had, total, happened, quarter, relapses, guides } }) {
  return html`<section class="report-part">
      <h3>${_("What to do next")}</h3>
      <${Next} steps=${next} />
    </section>
    <${Had} had=${had} total=${total} />
    <${Measures} happened=${happened} quarter=${quarter} />
    <${Relapses} relapses=${relapses} />
    ${guides.map((/** @type {any} */ guide) => html`<section class="report-part report-guide"><${Steps} guide=${guide} /></section>`)}`;
}

/** @param {{ steps: { step: string, about: string[] }[] }} props */
function Next({ steps }) {
  if (!steps.length) return html`<p>${_("Nothing waits for you.")} ${" "} ${_("That is no proof that nothing is wrong: a darknet sees what scans it.")}</p>`;
  return html`<ol class="report-next">
    ${steps.map(
      ({ step, about }) => html`<li>
        ${sentence(step)}
        <span class="report-about">${about.map((each) => (step === "prevent" ? html`<a href="/addresses/${encodeURIComponent(each)}">${each}</a>` : html`<a href="/alerts/${each}">${each}</a>`))}</span>
      </li>`,
    )}
  </ol>`;
}

/** @param {string} step */
function sentence(step) {
  if (step === "answer") return _("Nobody has taken these. Look at the machines, and say who takes them:");
  if (step === "clean") return _("Somebody has taken these. Clean up, and say what it was:");
  return _("These came back after they were called cleaned. Find what lets that happen:");
}

/** @param {{ had: any[], total: number }} props */
function Had({ had, total }) {
  return html`<section class="report-part">
    <h3>${_("Alerts")} <span class="aside">${number(total)}</span></h3>
    ${!had.length && html`<p class="aside">${_("None.")}</p>`}
    ${had.length > 0 &&
    html`<div class="scroll">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">${_("severity")}</th>
            <th scope="col">${_("alert")}</th>
            <th scope="col">${_("subject")}</th>
            <th scope="col">${_("what")}</th>
            <th scope="col">${_("state")}</th>
            <th scope="col">${_("last seen")}</th>
          </tr>
        </thead>
        <tbody>
          ${had.map(
            (each) => html`<tr>
              <td><${Severity} severity=${each.severity} /></td>
              <td class="still"><a href="/alerts/${each.id}">${each.id}</a></td>
              <td class="still">${each.subject}</td>
              <td class="wrap">${each.title}</td>
              <td>${each.outcome ? outcomeWord(each.outcome) : stateWord(each.state)}</td>
              <td class="still"><${Moment} at=${each.last} /></td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`}
    ${total > had.length && html`<p class="aside">${ngettext("And {n} more.", "And {n} more.", total - had.length)}</p>`}
  </section>`;
}

/** @param {{ happened: any, quarter: any }} props */
function Measures({ happened, quarter }) {
  const rows = /** @type {[string, (promptness: any) => string][]} */ ([
    [_("new alerts"), ({ opened }) => number(opened)],
    [_("came back"), ({ came_back }) => number(came_back)],
    [_("taken"), ({ acknowledged }) => number(acknowledged)],
    [_("resolved"), ({ resolved }) => number(resolved)],
    [_("cleaned"), ({ cleaned }) => number(cleaned)],
    [_("closed as quiet"), ({ quiet }) => number(quiet)],
    [_("until taken, median"), ({ to_acknowledge }) => seconds(to_acknowledge)],
    [_("until cleaned, median"), ({ to_clean }) => seconds(to_clean)],
  ]);
  return html`<section class="report-part">
    <h3>${_("How soon it answers")}</h3>
    <table class="table report-measures">
      <thead>
        <tr>
          <td></td>
          <th scope="col" class="number">${_("in this time")}</th>
          <th scope="col" class="number">${_("last 90 days")}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([word, said]) => html`<tr>
            <th scope="row">${word}</th>
            <td class="number">${said(happened)}</td>
            <td class="number">${said(quarter)}</td>
          </tr>`,
        )}
        <tr>
          <th scope="row">${_("back within 30 days of cleaning")}</th>
          <td></td>
          <td class="number">${share(quarter)}${quarter.recurrence !== null && html` <small class="aside">${ngettext("of {n} subject", "of {n} subjects", quarter.recurrence_of)}</small>`}</td>
        </tr>
      </tbody>
    </table>
  </section>`;
}

/** @param {{ relapses: any[] }} props */
function Relapses({ relapses }) {
  return html`<section class="report-part">
    <h3>${_("What came back")} <span class="aside">${number(relapses.length)}</span></h3>
    ${!relapses.length && html`<p class="aside">${_("Nothing that was called cleaned has come back in the last 90 days.")}</p>`}
    ${relapses.length > 0 &&
    html`<div class="scroll">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">${_("subject")}</th>
            <th scope="col">${_("alert")}</th>
            <th scope="col">${_("called cleaned")}</th>
            <th scope="col">${_("came back")}</th>
          </tr>
        </thead>
        <tbody>
          ${relapses.map(
            (each) => html`<tr>
              <td class="still">${each.subject}</td>
              <td class="still"><a href="/alerts/${each.alert}">${each.alert}</a></td>
              <td class="still"><${Moment} at=${each.cleaned} full /></td>
              <td class="still"><${Moment} at=${each.back} full /></td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`}
  </section>`;
}
