// Asking that something may leave: what, to whom, how much of it, until when, and why.
import { html, useState } from "ui";

import { post } from "../api.js";
import { _ } from "../i18n.js";
import { laterChoices, momentOf } from "../later.js";
import { GROUP, OrganisationChoice, useGroups } from "../organisations/choice.js";
import { Dialog } from "../parts/dialog.js";
import { Choice, Options, TextField } from "../parts/field.js";
import { useAnswer } from "../parts/loading.js";
import { done, trouble } from "../toasts.js";
import { kinds } from "../words.js";
import { levels } from "./words.js";

const SHARED = ["infection.internal", "infection.external", "dos.victim", "misconfiguration"];

/** @param {{ what?: { alert?: string, indication?: string }, close: () => void, made: (release: any) => void }} props */
export function AskDialog({ what: { alert = "", indication = "" } = {}, close, made }) {
  const partners = useAnswer("/partners");
  const known = (partners.data ?? []).map((/** @type {any} */ { organisation, name }) => [organisation, name]);
  const [to, setTo] = useState("");
  const [kind, setKind] = useState("");
  const [organisation, setOrganisation] = useState("");
  const [level, setLevel] = useState("full");
  const [reason, setReason] = useState("");
  const [choice, setChoice] = useState("30d");
  const [own, setOwn] = useState("");
  const groups = useGroups().map(([name]) => [GROUP + name, _("the group {group}", { group: name })]);
  const whom = to || known[0]?.[0] || groups[0]?.[0] || "";
  const about = alert || indication;
  const wanted = { alert, indication, kind, organisation, level, reason, to: whom };
  const send = () =>
    post("/releases", { ...wanted, until: momentOf(choice, own) }).then((release) => [made(release), done(indication ? _("{id} stands. What is green needs nobody else.", { id: release.id }) : _("{id} is asked for. Another person approves it.", { id: release.id }))], trouble);
  return html`<${Dialog} title=${about ? `${_("Ask for a release")}: ${about}` : _("Ask for a release")} close=${close} send=${send} word=${_("Ask")} wide>
    <p class="hint">${_("It lets out what meets every condition, now and to come. What is amber or stricter leaves once another person approves.")}</p>
    <${TextField} label=${_("Why")} value=${reason} change=${setReason} required first hint=${_("Whoever approves it reads that.")} />
    <${Choice} label=${_("Recipient")} value=${whom} choices=${[...known, ...groups]} change=${setTo} />
    ${!about &&
    html`<div class="pair">
      <${Choice} label=${_("Kind")} value=${kind} choices=${[["", _("any")], ["infection", _("every infection")], ...kinds().filter(([code]) => SHARED.includes(code))]} change=${setKind} />
      <${OrganisationChoice} label=${_("Organisation that holds it")} value=${organisation} change=${setOrganisation} none=${_("any")} />
    </div>`}
    ${!indication && html`<${Options} label=${_("How much of it")} value=${level} choices=${levels()} change=${setLevel} />`}
    <div class="pair">
      <${Choice} label=${_("It expires")} value=${choice} choices=${laterChoices(["7d", "30d", "90d", "own"])} change=${setChoice} />
      ${choice === "own" && html`<${TextField} label=${_("Until")} kind="datetime-local" value=${own} change=${setOwn} required />`}
    </div>
  <//>`;
}
