// Inviting somebody: who they are, and the link that lets them in once.
import { html, useState } from "ui";

import { post } from "../api.js";
import { _ } from "../i18n.js";
import { OrganisationChoice } from "../organisations/choice.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { Options, TextField } from "../parts/field.js";
import { Moment } from "../parts/moment.js";
import { done, trouble } from "../toasts.js";
import { roles } from "./roles.js";

/** @param {{ close: () => void, made: (given: any) => void }} props */
export function InviteDialog({ close, made }) {
  const [name, setName] = useState("");
  const [id, setId] = useState("");
  const [role, setRole] = useState("officer");
  const [organisation, setOrganisation] = useState("");
  const known = id || idOf(name);
  const send = () => post("/people/invitations", { id: known, name, role, organisation: role === "member" ? organisation : "" }).then(made, trouble);
  return html`<${Dialog} title=${_("Invite somebody")} close=${close} send=${send} word=${_("Make the link")}>
    <${TextField} label=${_("Name")} value=${name} change=${setName} required first />
    <${TextField} label=${_("Id")} value=${known} change=${setId} required hint=${_("What they sign in with: small letters, digits and hyphens.")} />
    <${Options} label=${_("Role")} value=${role} choices=${roles()} change=${setRole} />
    ${role === "member" && html`<${OrganisationChoice} value=${organisation} change=${setOrganisation} />`}
  <//>`;
}

/** @param {{ made: { person: any, link: string, expires: string }, close: () => void }} props */
export function LinkDialog({ made: { person, link, expires }, close }) {
  const copy = () => navigator.clipboard.writeText(link).then(() => done(_("The link is copied.")), trouble);
  return html`<${Dialog} title=${_("A link for {name}", { name: person.name })} close=${close}>
    <p>${_("Give it to them, and to nobody else: whoever opens it first is let in. It is not shown again.")}</p>
    <p><code class="secret">${link}</code></p>
    <p class="aside">${_("It works once, until")} <${Moment} at=${expires} full />.</p>
    <${Button} icon="link" look="main" run=${copy}>${_("Copy the link")}<//>
  <//>`;
}

/** A name as an id: what is left of it in small Latin letters. @param {string} name */
function idOf(name) {
  const plain = name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return plain.replace(/^-+|-+$/g, "");
}
