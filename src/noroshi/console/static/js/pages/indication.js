// All about one indication: what rises, against what is usual, who takes part, and what speaks against it.
import { html, useEffect } from "ui";

import { Blocking } from "../alerts/blocking.js";
import { Against, Numbers, Tallies } from "../alerts/evidence.js";
import { announce } from "../announce.js";
import { listen } from "../events.js";
import { _, number } from "../i18n.js";
import { Curve } from "../indications/curve.js";
import { Members } from "../indications/members.js";
import { Flags } from "../indications/row.js";
import { WhoMayKnow } from "../indications/who-may-know.js";
import { useKeys } from "../keyboard.js";
import { Button } from "../parts/button.js";
import { copyLink } from "../parts/link.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { Moment } from "../parts/moment.js";
import { Severity } from "../parts/severity.js";
import { may } from "../session.js";
import { kindWord } from "../words.js";

/** @param {Record<string, string>} params */
export function title({ id }) {
  return id;
}

/** @param {{ params: Record<string, string> }} props */
export default function IndicationPage({ params: { id } }) {
  const path = `/indications/${encodeURIComponent(id)}`;
  const [answer, members] = [useAnswer(path), useAnswer(`${path}/alerts`)];
  const version = answer.data?.indication.version;
  useKeys([
    { keys: "q", says: _("Back to the list"), run: () => history.back() },
    { keys: "c", says: _("Copy a link to this indication"), run: copyLink },
  ]);
  useEffect(
    () =>
      listen("indication", (told) => {
        if (told.id !== answer.data?.indication.id || told.version <= version) return;
        announce(_("{id} has changed.", { id: told.id }));
        answer.again();
        members.again();
      }),
    [id, version],
  );
  return html`<${Answered} answer=${answer}>${(/** @type {any} */ shown) => html`<${Shown} shown=${shown} members=${members} />`}<//>`;
}

/** @param {{ shown: any, members: ReturnType<typeof useAnswer> }} props */
function Shown({ shown: { indication, evidence, confidence }, members }) {
  /** @type {number} */
  const usual = evidence.measures.find((/** @type {any} */ each) => each.name === "usual sources")?.value ?? 0;
  return html`<article class="alert-page">
    <header class="alert-head">
      <p class="alert-line">
        <${Severity} severity=${indication.severity} /><span>${kindWord(indication.kind)}</span><${Flags} indication=${indication} />
      </p>
      <h1>${indication.subject}</h1>
      <p class="aside alert-id">
        ${indication.id}
        <${Button} look="quiet" icon="link" label=${_("Copy a link to this indication")} run=${copyLink} />
      </p>
    </header>
    <div class="alert-body">
      <div class="stack">
        <section class="panel">
          <h2>${_("What rises")}</h2>
          <p class="why" lang="en">${indication.why}</p>
          <${Numbers} evidence=${evidence} />
        </section>
        <${Curve} bins=${evidence.samples} usual=${usual} />
        <${Against} confidence=${confidence} />
        ${may("see") && html`<${Blocking} about=${indication.id} hint=${_("An indication names no address: its sources are many, and may be forged. What partners saw send to its port may be listed.")} />`}
      </div>
      <div class="stack">
        <${Facts} indication=${indication} />
        <${Company} tallies=${evidence.tallies} />
        <${Members} answer=${members} />
        ${may("see") && html`<${WhoMayKnow} indication=${indication} />`}
      </div>
    </div>
  </article>`;
}

/** @param {{ indication: import("../indications/model.js").Indication }} props */
function Facts({ indication }) {
  return html`<section class="panel">
    <h2>${_("Since when")}</h2>
    <dl class="facts">
      <dt>${_("started")}</dt>
      <dd><${Moment} at=${indication.started} full /></dd>
      <dt>${_("last seen")}</dt>
      <dd><${Moment} at=${indication.last} full /></dd>
      <dt>${_("confidence")}</dt>
      <dd>${number(indication.confidence, { style: "percent" })}</dd>
    </dl>
    <p class="more">
      <a href="/indications?subject=${encodeURIComponent(indication.subject)}">${_("All indications of it")}</a>
      ${may("see") && html` · <a href="/traffic">${_("Ports and traffic")}</a>`}
    </p>
  </section>`;
}

/** @param {{ tallies: any[] }} props */
function Company({ tallies }) {
  return html`<section class="panel">
    <h2>${_("What its sources have in common")} <small class="aside">${_("of a fair sample")}</small></h2>
    ${tallies.length ? html`<${Tallies} tallies=${tallies} />` : html`<p class="aside">${_("None of them was looked at closely.")}</p>`}
  </section>`;
}
