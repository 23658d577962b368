// One's tokens for programs: which there are, a new one with scopes and an end, one less.
import { html, useState } from "ui";

import { call, post } from "../api.js";
import { _, ngettext } from "../i18n.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { Choice, TextField, Tick } from "../parts/field.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { Ago, Moment } from "../parts/moment.js";
import { session } from "../session.js";
import { done, trouble } from "../toasts.js";

export function Tokens() {
  const answer = useAnswer("/me/tokens");
  const [asks, setAsks] = useState(false);
  const [secret, setSecret] = useState("");
  const remove = (/** @type {string} */ id) =>
    call("DELETE", `/me/tokens/${encodeURIComponent(id)}`).then(() => [done(_("The token is worth nothing from now on.")), answer.again()], trouble);
  const made = (/** @type {any} */ given) => [setAsks(false), setSecret(given.secret), answer.again()];
  return html`<section class="panel">
    <div class="panel-head">
      <h2>${_("Tokens for programs")}</h2>
      <${Button} run=${() => setAsks(true)}>${_("Make a token")}<//>
    </div>
    <${Answered} answer=${answer}>
      ${(/** @type {any[]} */ tokens) => html`<ul class="list">
        ${tokens.filter((each) => !each.revoked).map(
          (each) => html`<li>
            <span><strong>${each.name}</strong>
              <small class="aside">${each.scopes.join(", ")} · ${_("until")} <${Moment} at=${each.expires} />
                ${each.used && html` · ${_("used")} <${Ago} at=${each.used} />`}</small></span>
            <${Button} look="quiet" run=${() => remove(each.id)}>${_("Remove")}<//>
          </li>`,
        )}
        ${tokens.length === 0 && html`<li class="aside">${_("None yet.")}</li>`}
      </ul>`}
    <//>
    ${asks && html`<${NewToken} close=${() => setAsks(false)} made=${made} />`}
    ${secret &&
    html`<${Dialog} title=${_("Your token")} close=${() => setSecret("")}>
      <p>${_("Copy it now: it is not shown again.")}</p>
      <p><code class="secret">${secret}</code></p>
    <//>`}
  </section>`;
}

/** @param {{ close: () => void, made: (given: any) => void }} props */
function NewToken({ close, made }) {
  const rights = session.value?.rights ?? [];
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState(rights.filter((right) => right.startsWith("see")).slice(0, 1));
  const [choice, setChoice] = useState("90");
  const toggle = (/** @type {string} */ right) => (/** @type {boolean} */ is) =>
    setScopes(is ? [...scopes, right] : scopes.filter((each) => each !== right));
  const send = () => post("/me/tokens", { name, scopes, days: Number(choice) }).then(made, trouble);
  return html`<${Dialog} title=${_("Make a token")} close=${close} send=${send} word=${_("Make a token")}>
    <${TextField} label=${_("What it is for")} value=${name} change=${setName} required first />
    <fieldset class="options">
      <legend>${_("What it may do")}</legend>
      ${rights.map((right) => html`<${Tick} label=${html`<code>${right}</code>`} value=${scopes.includes(right)} change=${toggle(right)} />`)}
    </fieldset>
    <${Choice} label=${_("It expires")} value=${choice} choices=${lasting()} change=${setChoice} />
  <//>`;
}

/** For how many days a token may be valid. @returns {[string, string][]} */
function lasting() {
  return [1, 7, 30, 90, 366].map((days) => [String(days), ngettext("in {n} day", "in {n} days", days)]);
}
