// Who may sign in, and as what. An administrator invites, changes and deactivates.
import { html, useState } from "ui";

import { call, post } from "../api.js";
import { _ } from "../i18n.js";
import { Button } from "../parts/button.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { Moment } from "../parts/moment.js";
import { ChangeDialog } from "../people/change.js";
import { InviteDialog, LinkDialog } from "../people/invite.js";
import { may, session } from "../session.js";
import { done, trouble } from "../toasts.js";
import { roleWord } from "../words.js";

export function title() {
  return _("People");
}

export default function People() {
  const answer = useAnswer("/people");
  const invitations = useAnswer(may("people") ? "/people/invitations" : null);
  const [asks, setAsks] = useState(false);
  const [made, setMade] = useState(/** @type {any} */ (null));
  const again = () => [answer.again(), may("people") && invitations.again()];
  const invited = (/** @type {any} */ given) => [setAsks(false), setMade(given), again()];
  return html`<header class="page-head">
      <h1>${_("People")}</h1>
      ${may("people") && html`<div class="actions"><${Button} icon="people" look="main" run=${() => setAsks(true)}>${_("Invite somebody")}<//></div>`}
    </header>
    <${Answered} answer=${answer}>
      ${(/** @type {any} */ page) => html`<div class="panel"><${Table} people=${page.items ?? page} again=${again} made=${setMade} /></div>`}
    <//>
    ${may("people") && html`<${Waiting} invitations=${invitations} />`}
    ${asks && html`<${InviteDialog} close=${() => setAsks(false)} made=${invited} />`}
    ${made && html`<${LinkDialog} made=${made} close=${() => setMade(null)} />`}`;
}

/** @param {{ people: any[], again: () => void, made: (given: any) => void }} props */
function Table({ people, again, made }) {
  const [changed, setChanged] = useState(/** @type {any} */ (null));
  return html`<div class="scroll">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">${_("name")}</th>
            <th scope="col">${_("id")}</th>
            <th scope="col">${_("role")}</th>
            <th scope="col">${_("organisation")}</th>
            <th scope="col">${_("clearance")}</th>
            <th scope="col">${_("since")}</th>
            ${may("people") && html`<th scope="col"><span class="unseen">${_("What to do")}</span></th>`}
          </tr>
        </thead>
        <tbody>
          ${people.map((person) => html`<${Line} key=${person.id} person=${person} change=${() => setChanged(person)} again=${again} made=${made} />`)}
        </tbody>
      </table>
    </div>
    ${changed && html`<${ChangeDialog} person=${changed} close=${() => setChanged(null)} done=${() => [setChanged(null), again()]} />`}`;
}

/** @param {{ person: any, change: () => void, again: () => void, made: (given: any) => void }} props */
function Line({ person: { id, name, role, organisation, clearance, active, created }, change, again, made }) {
  const isMe = id === session.value?.person.id;
  const path = `/people/${encodeURIComponent(id)}`;
  const activate = (/** @type {boolean} */ is) =>
    call("PATCH", path, { body: { active: is } }).then(() => [done(is ? _("{name} may sign in again.", { name }) : _("{name} may no longer sign in.", { name })), again()], trouble);
  const reset = () => post(`${path}/reset`).then((given) => [made(given), again()], trouble);
  return html`<tr>
    <td><strong>${name}</strong> ${isMe && html`<span class="aside">${_("you")}</span>`} ${!active && html`<span class="tag">${_("deactivated")}</span>`}</td>
    <td class="aside">${id}</td>
    <td>${roleWord(role)}</td>
    <td>${organisation && html`<a href="/organisations/${encodeURIComponent(organisation)}">${organisation}</a>`}</td>
    <td>TLP:${clearance.toUpperCase()}</td>
    <td class="still"><${Moment} at=${created} /></td>
    ${may("people") &&
    html`<td>
      <div class="actions line-actions">
        <${Button} look="quiet" label=${_("Change {name}", { name })} icon="note" run=${change} />
        ${active && html`<${Button} look="quiet" run=${reset}>${_("New link")}<//>`}
        ${!isMe && html`<${Button} look="quiet" run=${() => activate(!active)}>${active ? _("Deactivate") : _("Activate")}<//>`}
      </div>
    </td>`}
  </tr>`;
}

/** @param {{ invitations: ReturnType<typeof useAnswer> }} props */
function Waiting({ invitations }) {
  const all = invitations.data?.items ?? invitations.data ?? [];
  if (!all.length) return null;
  return html`<section class="panel people-waiting">
    <h2>${_("Invited, not yet here")}</h2>
    <ul class="list">
      ${all.map(
        (/** @type {any} */ { person, by, created, expires }) => html`<li>
          <span><strong>${person}</strong>
            <small class="aside">${_("by {who}", { who: by })} · <${Moment} at=${created} /> · ${_("until")} <${Moment} at=${expires} /></small></span>
        </li>`,
      )}
    </ul>
  </section>`;
}
