// What may leave to partners, as persons decide: what waits for a second one first, what stands, and what is over.
import { html, useState } from "ui";

import { post } from "../api.js";
import { _ } from "../i18n.js";
import { useKeys } from "../keyboard.js";
import { Button } from "../parts/button.js";
import { Answered, Nothing, useAnswer } from "../parts/loading.js";
import { Moment } from "../parts/moment.js";
import { may, session } from "../session.js";
import { AskDialog } from "../sharing/ask-dialog.js";
import { DecideDialog } from "../sharing/decide-dialog.js";
import { levelWord, releaseStateWord } from "../sharing/words.js";
import { done, trouble } from "../toasts.js";
import { kindWord } from "../words.js";

/** How a release stands once somebody has done something with it, as shown until the server has said so. */
const FORESEEN = /** @type {Record<string, string>} */ ({ approve: "approved", refuse: "refused", withdraw: "withdrawn" });

export function title() {
  return _("Releases");
}

export default function Releases() {
  const answer = useAnswer("/releases?all=true");
  const [asks, setAsks] = useState(false);
  const [asked, setAsked] = useState(/** @type {{ release: any, deed: string } | null} */ (null));
  const ask = () => setAsks(true);
  useKeys(may("release") ? [{ keys: "e", says: _("Ask for a release"), run: ask }] : []);
  const decide = (/** @type {any} */ release, /** @type {string} */ deed) => {
    const before = answer.data;
    const put = (/** @type {any} */ one) => answer.set(before.map((/** @type {any} */ each) => (each.id === one.id ? one : each)));
    put({ ...release, state: FORESEEN[deed] });
    post(`/releases/${release.id}/${deed}`).then(
      (decided) => [put(decided), done(`${decided.id}: ${releaseStateWord(decided.state)}`)],
      (error) => [answer.set(before), trouble(error)],
    );
  };
  const choose = (/** @type {any} */ release, /** @type {string} */ deed) => (deed === "refuse" ? decide(release, deed) : setAsked({ release, deed }));
  const sure = () => {
    if (asked) decide(asked.release, asked.deed);
    setAsked(null);
  };
  return html`<header class="page-head">
      <h1>${_("Releases")}</h1>
      ${may("release") && html`<div class="actions"><${Button} icon="releases" look="main" keys="e" run=${ask}>${_("Ask for a release")}<//></div>`}
    </header>
    <${Answered} answer=${answer}>
      ${(/** @type {any[]} */ all) =>
        all.length
          ? html`<div class="stack">${sections(all).map(([word, some, note]) => some.length > 0 && html`<${Section} key=${word} word=${word} note=${note} releases=${some} decide=${choose} />`)}</div>`
          : html`<${Nothing} title=${_("No release.")}>${_("Partners are told numbers at the most.")}<//>`}
    <//>
    ${asks && html`<${AskDialog} close=${() => setAsks(false)} made=${() => [setAsks(false), answer.again()]} />`}
    ${asked && html`<${DecideDialog} ...${asked} close=${() => setAsked(null)} send=${sure} />`}`;
}

/**
 * @param {any[]} all
 * @returns {[string, any[], string?][]} The heading, the releases, and what there is to know of them.
 */
function sections(all) {
  const of = (/** @type {string[]} */ ...states) => all.filter(({ state }) => states.includes(state));
  return [
    [_("Waiting for a second person"), of("asked"), _("What is CLEAR or GREEN goes already; what is stricter waits.")],
    [_("Standing"), of("approved")],
    [_("Over"), of("refused", "withdrawn", "expired")],
  ];
}

/** @param {{ word: string, note?: string, releases: any[], decide: (release: any, deed: string) => void }} props */
function Section({ word, note, releases, decide }) {
  return html`<section class="panel">
    <h2>${word}</h2>
    ${note && html`<p class="aside">${note}</p>`}
    <div class="scroll">
      <table class="table releases">
        <thead>
          <tr>
            <th scope="col">${_("release")}</th>
            <th scope="col">${_("what")}</th>
            <th scope="col">${_("to")}</th>
            <th scope="col">${_("how much")}</th>
            <th scope="col">${_("why")}</th>
            <th scope="col">${_("until")}</th>
            <th scope="col">${_("who decided")}</th>
            <th scope="col"><span class="unseen">${_("What to do")}</span></th>
          </tr>
        </thead>
        <tbody>
          ${releases.map((each) => html`<${Line} key=${each.id} release=${each} decide=${decide} />`)}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** @param {{ release: any, decide: (release: any, deed: string) => void }} props */
function Line({ release, decide }) {
  const { id, state, what, to, level, reason, until, withdrawn } = release;
  const about = [what.kind && (what.kind === "infection" ? _("every infection") : kindWord(what.kind)), what.organisation, what.alert && html`<a href="/alerts/${what.alert}">${what.alert}</a>`, what.indication && html`<a href="/indications/${what.indication}">${what.indication}</a>`].filter(Boolean);
  return html`<tr>
    <td><strong>${id}</strong></td>
    <td>${about.map((each, at) => html`${at > 0 && ", "}${each}`)}</td>
    <td>${to.startsWith("group:") ? to : html`<a href="/partners/${encodeURIComponent(to)}">${to}</a>`}</td>
    <td>${levelWord(level)}</td>
    <td class="wrap">${reason}</td>
    <td class="still"><${Moment} at=${withdrawn ?? until} /></td>
    <td><${Persons} release=${release} /></td>
    <td>${may("release") && ["asked", "approved"].includes(state) && html`<${Deeds} release=${release} decide=${decide} />`}</td>
  </tr>`;
}

/** @param {{ release: any }} props */
function Persons({ release: { state, asked_by: asker, decided_by: decider, withdrawn_by: ender } }) {
  return html`${_("asked by {who}", { who: asker })}
    ${decider && html`<br />${state === "refused" ? _("refused by {who}", { who: decider }) : _("approved by {who}", { who: decider })}`}
    ${ender && html`<br />${_("withdrawn by {who}", { who: ender })}`}
    ${state === "expired" && html`<br />${releaseStateWord(state)}`}`;
}

/** @param {{ release: any, decide: (release: any, deed: string) => void }} props */
function Deeds({ release, decide }) {
  if (release.state === "approved") return html`<${Button} run=${() => decide(release, "withdraw")}>${_("Withdraw")}<//>`;
  const isMine = samePerson(release.asked_by, session.value?.person.id ?? "");
  return html`<div class="actions line-actions">
    ${isMine
      ? html`<span class="aside">${_("You asked for it: another person approves.")}</span>`
      : html`<${Button} look="main" label=${_("Approve {id}", { id: release.id })} run=${() => decide(release, "approve")}>${_("Approve")}<//>`}
    <${Button} label=${_("Refuse {id}", { id: release.id })} run=${() => decide(release, "refuse")}>${_("Refuse")}<//>
  </div>`;
}

/** Whether two names are one person's: capitals and blanks make no other, as the server has it. @param {string} one @param {string} other */
function samePerson(one, other) {
  const plain = (/** @type {string} */ name) => name.replace(/\s+/g, "").toLowerCase();
  return plain(one) === plain(other);
}
