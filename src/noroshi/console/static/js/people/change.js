// Changing what somebody is.
import { html, useState } from "ui";

import { call } from "../api.js";
import { _ } from "../i18n.js";
import { OrganisationChoice } from "../organisations/choice.js";
import { Dialog } from "../parts/dialog.js";
import { Choice, Options, TextField } from "../parts/field.js";
import { done as say, trouble } from "../toasts.js";
import { markings, roles } from "./roles.js";

/** @param {{ person: any, close: () => void, done: () => void }} props */
export function ChangeDialog({ person, close, done }) {
  const [name, setName] = useState(person.name);
  const [role, setRole] = useState(person.role);
  const [organisation, setOrganisation] = useState(person.organisation);
  const [clearance, setClearance] = useState(person.clearance);
  const body = { name, role, organisation: role === "member" ? organisation : "", clearance };
  const send = () =>
    call("PATCH", `/people/${encodeURIComponent(person.id)}`, { body }).then(() => [say(_("{name} is changed.", { name })), done()], trouble);
  return html`<${Dialog} title=${_("Change {name}", { name: person.name })} close=${close} send=${send} word=${_("Change")}>
    <${TextField} label=${_("Name")} value=${name} change=${setName} required first />
    <${Options} label=${_("Role")} value=${role} choices=${roles()} change=${setRole} />
    ${role === "member" && html`<${OrganisationChoice} value=${organisation} change=${setOrganisation} />`}
    <${Choice} label=${_("Sees markings up to")} value=${clearance} choices=${markings()} change=${setClearance} />
  <//>`;
}
