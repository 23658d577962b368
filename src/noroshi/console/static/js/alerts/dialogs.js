// What must be asked before something is done with alerts.
import { html, useState } from "ui";

import { _, ngettext } from "../i18n.js";
import { Dialog } from "../parts/dialog.js";
import { Choice, Options, TextField } from "../parts/field.js";
import { useAnswer } from "../parts/loading.js";
import { may, session } from "../session.js";
import { laterChoices, momentOf } from "../later.js";
import { outcomes } from "../words.js";

/** @typedef {{ target: import("./moves.js").Target, close: () => void, send: (deed: import("./moves.js").Deed) => void }} Asked */

/** @param {Asked} props */
export function ResolveDialog({ target, close, send }) {
  const [outcome, setOutcome] = useState("");
  const [note, setNote] = useState("");
  const all = outcomes();
  const offered = may("work") ? all : all.filter(([code]) => ["cleaned", "not-ours"].includes(code));
  return html`<${Dialog} title=${titleOf(_("Resolve"), target)} close=${close} word=${_("Resolve")}
    send=${() => send({ move: "resolve", outcome: outcome || offered[0][0], note })}>
    <${Options} label=${_("What it turned out to be")} value=${outcome || offered[0][0]} choices=${offered} change=${setOutcome} />
    <${TextField} label=${_("Note")} value=${note} change=${setNote} lines=${2} hint=${_("Stands in the history. Optional.")} />
  <//>`;
}

/** @param {Asked} props */
export function SnoozeDialog({ target, close, send }) {
  const [choice, setChoice] = useState("4h");
  const [own, setOwn] = useState("");
  return html`<${Dialog} title=${titleOf(_("Snooze"), target)} close=${close} word=${_("Snooze")}
    send=${() => send({ move: "snooze", until: momentOf(choice, own) })}>
    <${Options} label=${_("Remind me")} value=${choice} choices=${laterChoices(["1h", "4h", "tomorrow", "7d", "own"])} change=${setChoice} />
    ${choice === "own" && html`<${TextField} label=${_("Until")} kind="datetime-local" value=${own} change=${setOwn} required />`}
    <p class="hint">${_("It leaves the queue until then. If it becomes worse or comes back, it returns at once.")}</p>
  <//>`;
}

/** @param {Asked} props */
export function AssignDialog({ target, close, send }) {
  const me = session.value?.person;
  const [to, setTo] = useState(me?.id ?? "");
  const people = useAnswer("/people");
  const others = (people.data ?? [])
    .filter((/** @type {any} */ each) => each.id !== me?.id && each.active !== false && each.role !== "member")
    .map((/** @type {any} */ each) => [each.id, each.name]);
  return html`<${Dialog} title=${titleOf(_("Assign"), target)} close=${close} word=${_("Assign")} send=${() => send({ move: "assign", to })}>
    <${Choice} label=${_("To")} value=${to} choices=${[[me?.id, _("me")], ["", _("nobody")], ...others]} change=${setTo} />
  <//>`;
}

/** @param {Asked} props */
export function NoteDialog({ target, close, send }) {
  const [note, setNote] = useState("");
  return html`<${Dialog} title=${titleOf(_("Note"), target)} close=${close} word=${_("Write")} send=${() => send({ move: "note", note })}>
    <${TextField} label=${_("Note")} value=${note} change=${setNote} lines=${4} required first hint=${_("Stands in the history, with your name.")} />
  <//>`;
}

/** @param {Asked} props */
export function MergeDialog({ target, close, send }) {
  const [into, setInto] = useState("");
  const [first] = target.alerts;
  const similar = useAnswer(first ? `/alerts/${first.id}/similar` : null);
  const offered = (similar.data?.items ?? []).filter((/** @type {any} */ each) => each.organisation === first.organisation);
  const choices = offered.slice(0, 6).map((/** @type {any} */ each) => [each.id, each.id, each.subject]);
  return html`<${Dialog} title=${titleOf(_("Merge"), target)} close=${close} word=${_("Merge")} send=${() => send({ move: "merge", into })}>
    <${TextField} label=${_("Into which alert")} value=${into} change=${setInto} required first
      hint=${_("Its id, such as A-7QX3M2K. The two stay apart in the books, and can be un-merged.")} />
    ${choices.length > 0 && html`<${Options} label=${_("Similar ones")} value=${into} choices=${choices} change=${setInto} />`}
  <//>`;
}

/**
 * @param {string} word
 * @param {import("./moves.js").Target} target
 */
function titleOf(word, { alerts, filter, count }) {
  if (!filter && alerts.length === 1) return `${word}: ${alerts[0].id}`;
  const n = filter ? (count ?? 0) : alerts.length;
  return `${word}: ${ngettext("{n} alert", "{n} alerts", n)}`;
}
