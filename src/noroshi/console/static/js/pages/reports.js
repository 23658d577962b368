// Reports, made to be printed: what a shift hands over, how the members fared, and what one of them had.
import { html } from "ui";

import { query as text } from "../api.js";
import { _, language, ngettext } from "../i18n.js";
import { OrganisationChoice } from "../organisations/choice.js";
import { Button } from "../parts/button.js";
import { Choice } from "../parts/field.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { Moment } from "../parts/moment.js";
import { Member } from "../reports/member.js";
import { Shift } from "../reports/shift.js";
import { Week } from "../reports/week.js";
import { go } from "../router.js";
import { about, may, session } from "../session.js";

export function title() {
  return _("Reports");
}

/** @typedef {{ word: string, name: string, spans: [string, string][], show: any }} Kind */

/** What one may have: a member has their own report alone. @returns {Record<string, Kind>} */
function kinds() {
  const days = { name: "days", spans: spansOf(["7", "14", "31"], (n) => ngettext("{n} day", "{n} days", n)) };
  const member = { ...days, word: may("see") ? _("One member") : _("Your report"), show: Member };
  if (!may("see")) return { member };
  return {
    shift: { word: _("Shift hand-over"), name: "hours", spans: spansOf(["8", "12", "24"], (n) => ngettext("{n} hour", "{n} hours", n)), show: Shift },
    week: { ...days, word: _("How members fared"), show: Week },
    member,
  };
}

/** @param {string[]} lengths @param {(n: number) => string} word @returns {[string, string][]} */
function spansOf(lengths, word) {
  return lengths.map((each) => [each, word(Number(each))]);
}

/** @param {{ query: URLSearchParams }} props */
export default function Reports({ query }) {
  const all = kinds();
  const kind = Object.keys(all).find((each) => each === query.get("kind")) ?? Object.keys(all)[0];
  const { name, spans, show } = all[kind];
  const span = spans.map(([each]) => each).find((each) => each === query.get("span")) ?? spans[0][0];
  const organisation = session.value?.person.organisation || query.get("organisation") || "";
  const path = pathOf(kind, organisation);
  const asked = text({ [name]: span, language: kind === "member" ? language.value : "" });
  const answer = useAnswer(path && path + asked);
  const choose = (/** @type {Record<string, string>} */ changed) => go(`/reports${text({ kind, span, organisation, ...changed })}`);
  return html`<header class="page-head report-head">
      <h1>${_("Reports")}</h1>
      ${Object.keys(all).length > 1 && html`<${Kinds} all=${all} kind=${kind} choose=${(/** @type {string} */ to) => choose({ kind: to, span: "" })} />`}
      <${Choice} bare label=${_("How far back")} value=${span} choices=${spans} change=${(/** @type {string} */ to) => choose({ span: to })} />
      ${kind === "member" && may("see") && html`<${OrganisationChoice} bare value=${organisation} change=${(/** @type {string} */ to) => choose({ organisation: to })} />`}
      <div class="actions">
        <${Taken} kind=${kind} path=${path} asked=${asked} />
        <${Button} icon="reports" run=${() => print()}>${_("Print")}<//>
      </div>
    </header>
    ${path ? html`<${Answered} answer=${answer}>${(/** @type {any} */ report) => html`<${Paper} word=${report.name ?? all[kind].word} report=${report} show=${show} />`}<//>` : html`<p class="aside">${_("Choose whose report it is.")}</p>`}`;
}

/** @param {string} kind @param {string} organisation @returns {string | null} Where a report is; null while nobody has said whose. */
function pathOf(kind, organisation) {
  if (kind !== "member") return `/reports/${kind}`;
  return organisation ? `/reports/members/${encodeURIComponent(organisation)}` : null;
}

/** @param {{ all: Record<string, Kind>, kind: string, choose: (kind: string) => void }} props */
function Kinds({ all, kind, choose }) {
  return html`<div class="tabs">
    ${Object.entries(all).map(
      ([code, each]) => html`<button type="button" aria-pressed=${String(code === kind)} onClick=${() => choose(code)}>${each.word}</button>`,
    )}
  </div>`;
}

/** The report to take away. @param {{ kind: string, path: string | null, asked: string }} props */
function Taken({ kind, path, asked }) {
  if (kind === "member") return path && html`<a class="button" href="/api/v1${path}/text${asked}" target="_blank">${_("Text")}</a>`;
  return may("export") && html`<a class="button" href="/api/v1${path}.csv${asked}" download>CSV</a>`;
}

/** @param {{ word: string, report: any, show: any }} props */
function Paper({ word, report, show }) {
  return html`<article class="report">
    <header class="report-title">
      <h2>${word} <span class="tag">TLP:AMBER</span></h2>
      <p>
        ${about.value.centre} · <${Moment} at=${report.since} full /> – <${Moment} at=${report.until} full /> · ${session.value?.person.name}
      </p>
    </header>
    <${show} report=${report} />
  </article>`;
}
