// Put a silence: what it is about, why, until when, and what it would have held back.
import { html, useEffect, useState } from "ui";

import { post } from "../api.js";
import { _, ngettext } from "../i18n.js";
import { laterChoices, momentOf } from "../later.js";
import { OrganisationChoice } from "../organisations/choice.js";
import { Dialog } from "../parts/dialog.js";
import { Choice, TextField } from "../parts/field.js";
import { done as say, trouble } from "../toasts.js";

/** @typedef {{ organisation: string, kind: string, subject: string, alert: string }} Scope */

/** How long to wait for the next letter before the preview is asked for, ms: tried it. */
const PAUSE = 300;

/** @param {{ scope?: Partial<Scope>, close: () => void, done?: () => void }} props */
export function SilenceDialog({ scope: given = {}, close, done }) {
  const [scope, setScope] = useState({ organisation: "", kind: "", subject: "", alert: "", ...given });
  const [reason, setReason] = useState("");
  const [choice, setChoice] = useState("7d");
  const [own, setOwn] = useState("");
  const part = (/** @type {string} */ name) => (/** @type {string} */ value) => setScope({ ...scope, [name]: value.trim() });
  const send = () =>
    post("/silences", { ...scope, reason, until: momentOf(choice, own) }).then((silence) => {
      close();
      say(_("Silence {id} holds.", { id: silence.id }));
      done?.();
    }, trouble);
  return html`<${Dialog} title=${_("Silence")} close=${close} word=${_("Put the silence")} send=${send} wide>
    <p class="hint">${_("A silence holds notices back, never alerts. It is about those that meet every condition given.")}</p>
    <div class="pair">
      <${OrganisationChoice} value=${scope.organisation} change=${part("organisation")} none=${_("any")} />
      <${TextField} label=${_("Kind")} value=${scope.kind} change=${part("kind")} />
      <${TextField} label=${_("Address or prefix")} value=${scope.subject} change=${part("subject")} />
      <${TextField} label=${_("One alert's id")} value=${scope.alert} change=${part("alert")} />
    </div>
    <${TextField} label=${_("Why")} value=${reason} change=${setReason} required first hint=${_("Stands with every notice that it holds back.")} />
    <div class="pair">
      <${Choice} label=${_("It expires")} value=${choice} choices=${laterChoices(["1d", "7d", "30d", "own"])} change=${setChoice} />
      ${choice === "own" && html`<${TextField} label=${_("Until")} kind="datetime-local" value=${own} change=${setOwn} required />`}
    </div>
    <${Preview} scope=${scope} />
  <//>`;
}

/** @param {{ scope: Scope }} props */
function Preview({ scope }) {
  const [seen, setSeen] = useState(/** @type {any} */ (null));
  const asked = JSON.stringify(scope);
  const isEmpty = Object.values(scope).every((each) => !each);
  useEffect(() => {
    setSeen(null);
    if (isEmpty) return undefined;
    const stop = new AbortController();
    const ask = () => post("/silences/preview", scope, { signal: stop.signal }).then(setSeen, () => setSeen(null));
    const timer = setTimeout(ask, PAUSE);
    return () => [clearTimeout(timer), stop.abort()];
  }, [asked]);
  if (isEmpty) return html`<p class="notice notice-trouble">${_("Without a condition it would hold back everything.")}</p>`;
  if (!seen) return html`<p class="notice" role="status">${_("Looking what it would have held back …")}</p>`;
  const n = seen.would_have_held;
  return html`<p class="notice" role="status">
    ${ngettext("It would have held back {n} notice", "It would have held back {n} notices", n)}${" "}
    ${ngettext("of {n} alert in the past 30 days.", "of {n} alerts in the past 30 days.", seen.alerts)}
  </p>`;
}
