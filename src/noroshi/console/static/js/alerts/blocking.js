// What of an alert, an indication or a partner's word could be blocked, and what persons have decided about it.
import { html, useState } from "ui";

import { post, query } from "../api.js";
import { _, ngettext } from "../i18n.js";
import { Button } from "../parts/button.js";
import { TextField } from "../parts/field.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { Moment } from "../parts/moment.js";
import { may, session } from "../session.js";
import { done, trouble } from "../toasts.js";
import { AbuseMail } from "./abuse-mail.js";
import { nameOf } from "./handling.js";

/** Entries, and subjects that are left out, that are named; all are counted. */
const MOST = 10;

/** @param {{ about: string, hint?: string }} props The id of an alert, an indication or a partner, and what is to be known of it. */
export function Blocking({ about, hint }) {
  const [isOpen, setOpen] = useState(false);
  return html`<details class="panel" onToggle=${(/** @type {any} */ event) => setOpen(event.target.open)}>
    <summary><h2>${_("Block-list")}</h2></summary>
    ${isOpen && hint && html`<p class="hint">${hint}</p>`} ${isOpen && html`<${Opened} about=${about} />`}
  </details>`;
}

/** @param {{ about: string }} props */
function Opened({ about }) {
  const lists = useAnswer(`/blocklists${query({ about })}`);
  return html`<${Answered} answer=${lists}>
      ${(/** @type {any[]} */ all) => all.length > 0 && html`<ul class="list">${all.map((each) => html`<${Listed} list=${each} again=${lists.again} />`)}</ul>`}
    <//>
    ${may("work") && html`<${Proposing} about=${about} again=${lists.again} />`}`;
}

/** @param {{ list: any, again: () => void }} props */
function Listed({ list, again }) {
  const decide = (/** @type {string} */ deed, /** @type {string} */ said) => () =>
    post(`/blocklists/${list.id}/${deed}`, {}).then(() => [done(said), again()], trouble);
  const isMine = list.proposed_by === session.value?.person.id;
  return html`<li>
    <span><strong>${list.id}</strong> ${list.reason}
      <small class="aside">
        ${list.state === "released"
          ? _("Released by {who}", { who: nameOf(list.released_by) })
          : _("Proposed by {who}; a different person has to release it", { who: nameOf(list.proposed_by) })}
        ${" · "}${ngettext("{n} entry", "{n} entries", list.entries)} · ${_("until")} <${Moment} at=${list.until} />
      </small></span>
    <div class="actions">
      ${list.state === "proposed" &&
      may("release") &&
      !isMine &&
      html`<${Button} look="main" run=${decide("release", _("{id} is served from now on.", { id: list.id }))}>${_("Release")}<//>`}
      ${list.state === "released" && may("release") && html`<${AbuseMail} id=${list.id} />`}
      ${(may("release") || may("work")) &&
      html`<${Button} look="quiet" run=${decide("withdraw", _("{id} has ended.", { id: list.id }))}>${_("Withdraw")}<//>`}
    </div>
  </li>`;
}

/** @param {{ about: string, again: () => void }} props */
function Proposing({ about, again }) {
  const effect = useAnswer(`/blocklists/preview${query({ about })}`);
  const [reason, setReason] = useState("");
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    post("/blocklists", { about: [about], reason }).then((made) => [done(_("{id} waits for a different person to release it.", { id: made.id })), setReason(""), again()], trouble);
  };
  return html`<${Answered} answer=${effect}>
    ${(/** @type {any} */ told) => html`<${Effect} effect=${told} />
      ${told.entries.length > 0 &&
      html`<form onSubmit=${send}>
        <${TextField} label=${_("Why")} value=${reason} change=${setReason} required hint=${_("Whoever releases it reads that.")} />
        <${Button}>${_("Propose a block-list")}<//>
      </form>`}`}
  <//>`;
}

/** @param {{ effect: any }} props */
function Effect({ effect }) {
  const rest = (/** @type {number} */ n) => n > MOST && html`<li class="aside">${ngettext("And {n} more.", "And {n} more.", n - MOST)}</li>`;
  return html`${effect.entries.length
      ? html`<p>${ngettext("It would stop {n} address or prefix:", "It would stop {n} addresses and prefixes:", effect.entries.length)}</p>
          <ul class="list">
            ${effect.entries.slice(0, MOST).map((/** @type {any} */ each) => html`<li><span>${each.subject} <small class="aside">${_("until")} <${Moment} at=${each.until} /></small></span></li>`)}
            ${rest(effect.entries.length)}
          </ul>`
      : html`<p>${_("Nothing of it may be listed.")}</p>`}
    ${effect.spared.length > 0 &&
    html`<p class="aside">${_("Left alone:")}</p>
      <ul class="list">
        ${effect.spared.slice(0, MOST).map((/** @type {any} */ each) => html`<li><span>${each.subject} <small class="aside">${whyWord(each.why)}${each.name && ` · ${becauseWord(each.name)}`}</small></span></li>`)}
        ${rest(effect.spared.length)}
      </ul>`}`;
}

/** Why something is left alone. @param {string} why */
function whyWord(why) {
  const words = /** @type {Record<string, string>} */ ({
    "no-subject": _("nobody says what it is about"),
    spoofed: _("the address may be forged"),
    victim: _("it suffers, and attacks nobody"),
    withdrawn: _("it turned out to be wrong"),
    settled: _("it was cleaned up, or may do so"),
    hidden: _("which address it was is hidden"),
    expired: _("it has been quiet for too long"),
    covered: _("a wider entry has it"),
    allowed: _("it is on the allow-list"),
    "too-wide": _("it is wider than one site"),
    reserved: _("no machine has such an address"),
  });
  return words[why] ?? why;
}

/** Because of what it is on the allow-list, and whose it is: "member example". @param {string} text */
function becauseWord(text) {
  const [because] = text.split(" ", 1);
  const name = text.slice(because.length + 1);
  const words = /** @type {Record<string, (name: string) => string>} */ ({
    ours: (name) => _("the centre's own: {name}", { name }),
    member: (name) => _("the member {name} holds it", { name }),
    partner: (name) => _("the partner {name} answers for it", { name }),
    service: (name) => _("everybody asks it: {name}", { name }),
    file: (name) => _("it stands in {name}", { name }),
    "warning-list": (name) => _("it stands on the warning list {name}", { name }),
    reserved: () => _("it is reserved"),
  });
  return words[because]?.(name) ?? text;
}
