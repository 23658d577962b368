// Reports, made to be printed: what a shift hands over, and how the members fared.
import { html } from "ui";

import { query as text } from "../api.js";
import { _, ngettext } from "../i18n.js";
import { Button } from "../parts/button.js";
import { Choice } from "../parts/field.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { Moment } from "../parts/moment.js";
import { Shift } from "../reports/shift.js";
import { Week } from "../reports/week.js";
import { go } from "../router.js";
import { about, may, session } from "../session.js";

export function title() {
  return _("Reports");
}

/** @returns {Record<string, { word: string, name: string, spans: [string, string][], show: any }>} */
function kinds() {
  return {
    shift: { word: _("Shift hand-over"), name: "hours", spans: ["8", "12", "24"].map((each) => [each, ngettext("{n} hour", "{n} hours", Number(each))]), show: Shift },
    week: { word: _("How members fared"), name: "days", spans: ["7", "14", "31"].map((each) => [each, ngettext("{n} day", "{n} days", Number(each))]), show: Week },
  };
}

/** @param {{ query: URLSearchParams }} props */
export default function Reports({ query }) {
  const all = kinds();
  const kind = query.get("kind") === "week" ? "week" : "shift";
  const { name, spans, word, show } = all[kind];
  const span = spans.map(([each]) => each).find((each) => each === query.get("span")) ?? spans[0][0];
  const answer = useAnswer(`/reports/${kind}?${name}=${span}`);
  const choose = (/** @type {Record<string, string>} */ changed) => go(`/reports${text({ kind, span, ...changed })}`);
  return html`<header class="page-head report-head">
      <h1>${_("Reports")}</h1>
      <div class="tabs">
        ${Object.entries(all).map(
          ([code, each]) => html`<button type="button" aria-pressed=${String(code === kind)} onClick=${() => choose({ kind: code, span: "" })}>${each.word}</button>`,
        )}
      </div>
      <${Choice} bare label=${_("How far back")} value=${span} choices=${spans} change=${(/** @type {string} */ to) => choose({ span: to })} />
      <div class="actions">
        ${may("export") && html`<a class="button" href="/api/v1/reports/${kind}.csv?${name}=${span}" download>CSV</a>`}
        <${Button} icon="reports" run=${() => print()}>${_("Print")}<//>
      </div>
    </header>
    <${Answered} answer=${answer}>
      ${(/** @type {any} */ report) => html`<article class="report">
        <header class="report-title">
          <h2>${word}</h2>
          <p>
            ${about.value.centre} · <${Moment} at=${report.since} full /> – <${Moment} at=${report.until} full /> · ${session.value?.person.name} ${" "}
            <span class="tag">TLP:AMBER</span>
          </p>
        </header>
        <${show} report=${report} />
      </article>`}
    <//>`;
}
