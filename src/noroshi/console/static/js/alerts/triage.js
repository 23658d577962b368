// Everything that can be done with alerts, the same wherever an alert is shown: as keys, as buttons, as questions.
import { html, useState } from "ui";

import { _ } from "../i18n.js";
import { useKeys } from "../keyboard.js";
import { may } from "../session.js";
import { SilenceDialog } from "../silences/dialog.js";
import { AssignDialog, MergeDialog, NoteDialog, ResolveDialog, SnoozeDialog } from "./dialogs.js";
import { doTo, undo } from "./moves.js";

/** @typedef {import("./moves.js").Target} Target */

/**
 * @typedef {object} Action
 * @property {string} keys
 * @property {string} says
 * @property {import("../parts/icon.js").IconName} icon
 * @property {string} right
 * @property {() => void} run
 */

/**
 * Bind the keys, and give the actions for buttons and the question that is open.
 * @param {() => Target | null} target What is to be acted on now.
 * @returns {{ actions: Action[], question: any }}
 */
export function useTriage(target) {
  const [asked, ask] = useState(/** @type {{ name: string, target: Target } | null} */ (null));
  const actions = actionsOn(target, (name) => {
    const now = target();
    if (now) ask({ name, target: now });
  }).filter(({ right }) => may(right) || (right === "answer" && may("work")));
  useKeys(actions);
  return { actions, question: asked && html`<${Question} ...${asked} close=${() => ask(null)} />` };
}

/**
 * @param {() => Target | null} target
 * @param {(name: string) => void} ask
 * @returns {Action[]}
 */
function actionsOn(target, ask) {
  const act = (/** @type {string} */ move) => {
    const now = target();
    if (now) doTo({ move }, now);
  };
  const alerts = target()?.alerts ?? [];
  const isSnoozed = alerts.length === 1 && Boolean(alerts[0].snoozed_until);
  const isMerged = alerts.length === 1 && Boolean(alerts[0].merged_into);
  const isOpen = alerts.length !== 1 || alerts[0].state === "open";
  return [
    isOpen
      ? { keys: "a", says: _("Acknowledge"), icon: "check", right: "answer", run: () => act("acknowledge") }
      : { keys: "o", says: _("Reopen"), icon: "again", right: "work", run: () => act("reopen") },
    { keys: "r", says: _("Resolve"), icon: "check", right: "answer", run: () => ask("resolve") },
    { keys: "i", says: _("Assign"), icon: "person", right: "work", run: () => ask("assign") },
    isSnoozed
      ? { keys: "s", says: _("Wake"), icon: "clock", right: "work", run: () => act("wake") }
      : { keys: "s", says: _("Snooze"), icon: "clock", right: "work", run: () => ask("snooze") },
    { keys: "n", says: _("Note"), icon: "note", right: "work", run: () => ask("note") },
    isMerged
      ? { keys: "m", says: _("Un-merge"), icon: "merge", right: "work", run: () => act("unmerge") }
      : { keys: "m", says: _("Merge"), icon: "merge", right: "work", run: () => ask("merge") },
    { keys: "h", says: _("Silence"), icon: "silences", right: "silence", run: () => ask("silence") },
    { keys: "u", says: _("Undo"), icon: "undo", right: "work", run: () => void undo() },
  ];
}

const QUESTIONS = /** @type {Record<string, any>} */ ({
  resolve: ResolveDialog,
  assign: AssignDialog,
  snooze: SnoozeDialog,
  note: NoteDialog,
  merge: MergeDialog,
});

/** @param {{ name: string, target: Target, close: () => void }} props */
function Question({ name, target, close }) {
  if (name === "silence") return html`<${SilenceDialog} scope=${scopeOf(target)} close=${close} done=${target.reload} />`;
  const send = (/** @type {import("./moves.js").Deed} */ deed) => {
    close();
    doTo(deed, target);
  };
  return html`<${QUESTIONS[name]} target=${target} close=${close} send=${send} />`;
}

/** What a silence would be about: what all the alerts share. @param {Target} target */
function scopeOf({ alerts, filter }) {
  if (filter) return { organisation: filter.organisation, kind: filter.kind, subject: filter.subject, alert: "" };
  const shared = (/** @type {"organisation" | "kind" | "subject"} */ name) =>
    alerts.every((each) => each[name] === alerts[0][name]) ? alerts[0][name] : "";
  return { organisation: shared("organisation"), kind: shared("kind"), subject: shared("subject"), alert: "" };
}
