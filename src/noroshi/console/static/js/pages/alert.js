// All about one alert: why it fired, what speaks for and against it, whom it concerns, and what was done.
import { html, useCallback, useEffect } from "ui";

import { Blocking } from "../alerts/blocking.js";
import { Against, Labels, Numbers, Tallies } from "../alerts/evidence.js";
import { Guide } from "../alerts/guide.js";
import { Handling, nameOf } from "../alerts/handling.js";
import { History } from "../alerts/history.js";
import { Message } from "../alerts/message.js";
import { Flags } from "../alerts/row.js";
import { Samples } from "../alerts/samples.js";
import { Similar } from "../alerts/similar.js";
import { useTriage } from "../alerts/triage.js";
import { announce } from "../announce.js";
import { listen } from "../events.js";
import { _, ngettext, number } from "../i18n.js";
import { useKeys } from "../keyboard.js";
import { NoticeTable } from "../notices/table.js";
import { Button } from "../parts/button.js";
import { copyLink } from "../parts/link.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { Moment } from "../parts/moment.js";
import { Severity } from "../parts/severity.js";
import { may } from "../session.js";
import { WhoMayKnow } from "../sharing/who-may-know.js";
import { deedWord, kindWord } from "../words.js";

/** @param {Record<string, string>} params */
export function title({ id }) {
  return id;
}

/** @param {{ params: Record<string, string> }} props */
export default function AlertPage({ params: { id } }) {
  const answer = useAnswer(`/alerts/${encodeURIComponent(id)}`);
  useKeys([
    { keys: "q", says: _("Back to the queue"), run: () => history.back() },
    { keys: "c", says: _("Copy a link to this alert"), run: copyLink },
  ]);
  return html`<${Answered} answer=${answer}>${(/** @type {any} */ shown) => html`<${Shown} shown=${shown} answer=${answer} />`}<//>`;
}

/** @param {{ shown: any, answer: ReturnType<typeof useAnswer> }} props */
function Shown({ shown, answer }) {
  /** @type {import("../alerts/model.js").Alert} */
  const alert = shown.alert;
  const target = useCallback(() => ({ alerts: [alert], take: () => answer.again(), reload: answer.again }), [alert]);
  const { actions, question } = useTriage(target);
  useEffect(
    () =>
      listen("alert", (told) => {
        if (told.alert.id !== alert.id || told.alert.version <= alert.version) return;
        announce(`${alert.id}: ${deedWord(told.deed)}`);
        answer.again();
      }),
    [alert.id, alert.version],
  );
  return html`<article class="alert-page">
    <header class="alert-head">
      <p class="alert-line">
        <${Severity} severity=${alert.severity} /><span>${kindWord(alert.kind)}</span>
        <${Handling} alert=${alert} /><${Flags} alert=${alert} />
      </p>
      <h1>${alert.subject}</h1>
      <p class="aside alert-id">
        ${alert.id}${alert.classification && html` · ${alert.classification}`}
        <${Button} look="quiet" icon="link" label=${_("Copy a link to this alert")} run=${copyLink} />
      </p>
      <div class="actions" role="toolbar" aria-label=${_("What to do")}>
        ${actions.map(
          ({ keys, says, icon, run }, at) =>
            html`<${Button} icon=${icon} keys=${keys} run=${run} look=${at === 0 ? "main" : "plain"}>${says}<//>`,
        )}
      </div>
    </header>
    <div class="alert-body">
      <div class="stack">
        <section class="panel">
          <h2>${_("Why this fired")}</h2>
          <p class="why" lang="en">${alert.why}</p>
          <${Numbers} evidence=${shown.evidence} />
          <${Tallies} tallies=${shown.evidence.tallies} />
        </section>
        <${Guide} kind=${alert.kind} labels=${shown.evidence.labels} />
        <${Against} confidence=${shown.confidence} />
        <${Labels} labels=${shown.evidence.labels} />
        ${may("see") && html`<${Blocking} about=${alert.id} />`}
        <${Samples} id=${alert.id} samples=${shown.evidence.samples} />
        <${Message} id=${alert.id} />
      </div>
      <div class="stack">
        <${Facts} alert=${alert} />
        ${may("see") && html`<${WhoMayKnow} alert=${alert} />`}
        <${History} entries=${shown.history} />
        <section class="panel">
          <h2>${_("Notices")}</h2>
          ${shown.notices.length
            ? html`<${NoticeTable} notices=${shown.notices} brief />`
            : html`<p class="aside">${_("Nobody is owed any: no contact wants alerts as mild as this.")}</p>`}
        </section>
        <${Similar} alert=${alert} />
      </div>
    </div>
    ${question}
  </article>`;
}

/** @param {{ alert: import("../alerts/model.js").Alert }} props */
function Facts({ alert }) {
  const whole = alert.organisation_name || alert.organisation;
  return html`<section class="panel">
    <h2>${_("Whom it concerns")}</h2>
    <dl class="facts">
      <dt>${_("organisation")}</dt>
      <dd><a href="/organisations/${encodeURIComponent(alert.organisation)}">${whole}</a></dd>
      <dt>${_("address")}</dt>
      <dd><a href="/addresses/${encodeURIComponent(alert.subject)}">${alert.subject}</a></dd>
      <dt>${_("holding")}</dt>
      <dd>${alert.holding}</dd>
      <dt>${_("started")}</dt>
      <dd><${Moment} at=${alert.started} full /></dd>
      <dt>${_("last seen")}</dt>
      <dd><${Moment} at=${alert.last} full /></dd>
      <dt>${_("episodes")}</dt>
      <dd>${ngettext("{n}, the first", "{n}: it came back", alert.episodes)}</dd>
      <dt>${_("confidence")}</dt>
      <dd>${number(alert.confidence, { style: "percent" })}</dd>
      ${alert.assignee && html`<dt>${_("assigned to")}</dt><dd>${nameOf(alert.assignee)}</dd>`}
      ${alert.snoozed_until && html`<dt>${_("snoozed until")}</dt><dd><${Moment} at=${alert.snoozed_until} full /></dd>`}
      ${alert.silenced_by && html`<dt>${_("silenced by")}</dt><dd><a href="/silences#${alert.silenced_by}">${alert.silenced_by}</a></dd>`}
      ${alert.merged_into && html`<dt>${_("merged into")}</dt><dd><a href="/alerts/${alert.merged_into}">${alert.merged_into}</a></dd>`}
    </dl>
  </section>`;
}
