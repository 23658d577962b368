// What must be asked before something is done with a partner, and what is said once.
import { html, useState } from "ui";

import { call } from "../api.js";
import { _, ngettext } from "../i18n.js";
import { OrganisationChoice } from "../organisations/choice.js";
import { Dialog } from "../parts/dialog.js";
import { TextField, Tick } from "../parts/field.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { trouble } from "../toasts.js";

/**
 * How we exchange with a partner, said for the first time or anew.
 * @param {{ shown?: any, close: () => void, made: (added: { organisation: string, secret: string }) => void }} props
 */
export function WaysDialog({ shown, close, made }) {
  const [organisation, setOrganisation] = useState(shown?.partner.organisation ?? "");
  const [ways, setWays] = useState({
    name: shown?.partner.name ?? "",
    address: shown?.partner.address ?? "",
    collection: shown?.partner.collection ?? "",
    login: shown?.login ?? "",
    certificate: shown?.certificate ?? "",
    renew: false,
  });
  const change = (/** @type {string} */ name) => (/** @type {string | boolean} */ value) => setWays({ ...ways, [name]: value });
  const send = () => call("PUT", `/partners/${encodeURIComponent(organisation)}`, { body: ways }).then(made, trouble);
  return html`<${Dialog} title=${shown ? shown.partner.name : _("Add a partner")} close=${close} send=${send} word=${shown ? _("Change") : _("Add")} wide>
    <div class="pair">
      ${!shown && html`<${OrganisationChoice} value=${organisation} change=${setOrganisation} tag="partner" required first />`}
      <${TextField} label=${_("Name among partners")} value=${ways.name} change=${change("name")} first=${Boolean(shown)} hint=${_("As it calls itself in what it tells; empty for the register's.")} />
    </div>
    <${TextField} label=${_("Its server")} value=${ways.address} change=${change("address")} hint=${_("The URL of its TAXII server, from which we pull; empty if it comes to us.")} />
    <div class="pair">
      <${TextField} label=${_("Collection there")} value=${ways.collection} change=${change("collection")} hint=${_("Its id or alias; empty for all that we may read.")} />
      <${TextField} label=${_("Our name there")} value=${ways.login} change=${change("login")} hint=${_("Empty if a token or our certificate says who we are.")} />
    </div>
    <${TextField} label=${_("Its certificate")} value=${ways.certificate} change=${change("certificate")} lines=${4} hint=${_("In PEM: by it alone it is known. Empty for none.")} />
    ${shown
      ? html`<${Tick} label=${_("Give it a new secret")} value=${ways.renew} change=${change("renew")} hint=${_("It is shown once; the one before opens nothing any more.")} />`
      : html`<p class="hint">${_("It gets a secret, which is shown once.")}</p>`}
  <//>`;
}

/** @param {{ added: { organisation: string, secret: string }, close: () => void }} props */
export function SecretDialog({ added: { organisation, secret }, close }) {
  return html`<${Dialog} title=${_("The secret of {organisation}", { organisation })} close=${close}>
    <p>${_("Its programs come with it, as a password or a bearer token. Copy it now: it is not shown again.")}</p>
    <p><code class="secret">${secret}</code></p>
  <//>`;
}

/** @param {{ id: string, close: () => void, made: (gone: any) => void }} props */
export function WithdrawDialog({ id, close, made }) {
  const path = `/partners/${encodeURIComponent(id)}/withdrawal`;
  const effect = useAnswer(path);
  const send = () => call("POST", path).then(made, trouble);
  return html`<${Dialog} title=${_("Withdraw what {id} told", { id })} close=${close} send=${effect.data && send} word=${_("Withdraw all of it")}>
    <${Answered} answer=${effect}>
      ${(/** @type {any} */ { objects, alerts }) => html`<ul class="effect">
        <li>${ngettext("{n} version of an object is taken away.", "{n} versions of objects are taken away.", objects)}</li>
        <li>${ngettext("{n} alert stands on its word alone, and is closed as a false alarm.", "{n} alerts stand on its word alone, and are closed as false alarms.", alerts)}</li>
        <li>${_("What it told of indications is taken back.")}</li>
        <li>${_("Nothing more is taken from it until it is added anew. It may read on.")}</li>
      </ul>`}
    <//>
  <//>`;
}

/** @param {{ id: string, close: () => void, made: () => void }} props */
export function RemoveDialog({ id, close, made }) {
  const send = () => call("DELETE", `/partners/${encodeURIComponent(id)}`).then(made, trouble);
  return html`<${Dialog} title=${_("End the exchange with {id}", { id })} close=${close} send=${send} word=${_("Remove the partner")}>
    <ul class="effect">
      <li>${_("Its secret and its certificate open nothing any more, and nothing is pulled from it.")}</li>
      <li>${_("What it has told stays. Withdraw that first if it is to go, too.")}</li>
    </ul>
  <//>`;
}
