// Reasons not to tell: what they are about, until when, and how much they held back.
import { html, useState } from "ui";

import { call } from "../api.js";
import { _, ngettext, number, pgettext } from "../i18n.js";
import { useKeys } from "../keyboard.js";
import { Button } from "../parts/button.js";
import { Answered, Nothing, useAnswer } from "../parts/loading.js";
import { Moment } from "../parts/moment.js";
import { may } from "../session.js";
import { SilenceDialog } from "../silences/dialog.js";
import { scopeParts } from "../silences/scope.js";
import { done, trouble } from "../toasts.js";
import { silenceStateWord } from "../words.js";

export function title() {
  return _("Silences");
}

export default function Silences() {
  const answer = useAnswer("/silences?all=true");
  const [asks, setAsks] = useState(false);
  const put = () => may("silence") && setAsks(true);
  useKeys([{ keys: "h", says: _("Put a silence"), run: put }]);
  return html`<header class="page-head">
      <h1>${_("Silences")}</h1>
      ${may("silence") && html`<div class="actions"><${Button} icon="silences" look="main" keys="h" run=${put}>${_("Put a silence")}<//></div>`}
    </header>
    <${Answered} answer=${answer}>
      ${(/** @type {any[]} */ silences) =>
        silences.length
          ? html`<div class="panel"><${Table} silences=${silences} again=${answer.again} /></div>`
          : html`<${Nothing} title=${_("No silence.")}>${_("Every notice goes out.")}<//>`}
    <//>
    ${asks && html`<${SilenceDialog} close=${() => setAsks(false)} done=${answer.again} />`}`;
}

/** @param {{ silences: any[], again: () => void }} props */
function Table({ silences, again }) {
  return html`<div class="scroll">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">${_("silence")}</th>
          <th scope="col">${_("state")}</th>
          <th scope="col">${_("what it is about")}</th>
          <th scope="col">${_("why")}</th>
          <th scope="col">${pgettext("silenced", "who")}</th>
          <th scope="col">${_("until")}</th>
          <th scope="col" class="number">${_("notices held")}</th>
          <th scope="col"><span class="unseen">${_("What to do")}</span></th>
        </tr>
      </thead>
      <tbody>
        ${silences.map((silence) => html`<${Line} key=${silence.id} silence=${silence} again=${again} />`)}
      </tbody>
    </table>
  </div>`;
}

/** @param {{ silence: any, again: () => void }} props */
function Line({ silence, again }) {
  const lift = () =>
    call("DELETE", `/silences/${silence.id}`).then(({ id, released }) => {
      done(ngettext("{id} is lifted: {n} notice goes out.", "{id} is lifted: {n} notices go out.", released, { id }));
      again();
    }, trouble);
  const isActive = silence.state === "active";
  return html`<tr id=${silence.id}>
    <td><strong>${silence.id}</strong></td>
    <td><span class="tag ${isActive ? "tag-busy" : ""}">${silenceStateWord(silence.state)}</span></td>
    <td>${scopeParts(silence.scope).map(([name, value]) => html`<span class="tally"><small>${name}</small> ${value}</span> `)}</td>
    <td class="wrap">${silence.reason}</td>
    <td>${silence.who}</td>
    <td class="still"><${Moment} at=${silence.lifted ?? silence.until} /></td>
    <td class="number">${number(silence.held)}</td>
    <td>${isActive && may("silence") && html`<${Button} run=${lift}>${_("Lift")}<//>`}</td>
  </tr>`;
}
