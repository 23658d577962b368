// What people do with alerts: one, some, or all that a filter finds; and how it is taken back.
import { signal } from "ui";

import { post, Problem } from "../api.js";
import { _, ngettext } from "../i18n.js";
import { sinceText } from "../time.js";
import { done, trouble, warn } from "../toasts.js";
import { deedWord } from "../words.js";
import { foreseen } from "./foreseen.js";

/** @typedef {import("./model.js").Alert} Alert */

/**
 * A move with what it needs: {move: "resolve", outcome: "cleaned", note: "…"}.
 * @typedef {{ move: string } & Record<string, any>} Deed
 */

/**
 * What a deed is done to: alerts on the screen, or a whole filter.
 * @typedef {object} Target
 * @property {Alert[]} alerts
 * @property {import("./model.js").Filter} [filter] In place of the alerts: all that it finds.
 * @property {Alert[]} [shown] Of what the filter finds, what is on the screen.
 * @property {number} [count] How many the filter finds.
 * @property {Alert[]} [before] For an undo: how the alerts stood.
 * @property {(alert: Alert) => void} take Told of each alert as it is then.
 * @property {(alert: Alert) => void} [foresee] Told of each alert as it will be, before the server has answered.
 * @property {(id: string) => void} [settle] Told once nothing is underway about an alert any more: what was foreseen is over.
 * @property {() => void} [forget] Called once many were dealt with: nothing is chosen any more.
 * @property {() => void} [reload] Called where more has changed than can be told.
 */

/** How the latest deed is taken back; null where there is nothing to take back. */
export const undoable = signal(/** @type {(() => Promise<void>) | null} */ (null));

/** The deeds that the server has not answered yet, one after the other: whoever takes back at once means the latest. */
let underway = Promise.resolve();

/** Versions of alerts as our own deeds left them, by the one that the deed was done to: a deed in quick succession means these. */
const left = new Map();

/** How many deeds are underway about each alert, by id. @type {Map<string, number>} */
const pending = new Map();

/**
 * Do something, show it at once, and say what was done, with a way back. What goes wrong is said, too, and taken back.
 * @param {Deed} deed
 * @param {Target} target
 */
export function doTo(deed, target) {
  const seen = target.filter ? (target.shown ?? []) : target.alerts;
  for (const [at, alert] of seen.entries()) {
    target.foresee?.(foreseen(alert, deed, target.before?.[at]));
    count(alert.id, 1);
  }
  underway = underway.then(async () => {
    try {
      if (target.filter || target.alerts.length > 1) await doMany(deed, target, seen);
      else if (target.alerts.length) await doOne(deed, target.alerts[0], target);
    } catch (error) {
      trouble(error);
    }
    for (const { id } of seen) if (!count(id, -1)) target.settle?.(id);
  });
  return underway;
}

/** Take back the latest deed. */
export async function undo() {
  await underway;
  const back = undoable.value;
  undoable.value = null;
  if (back) await back();
  else done(_("There is nothing to take back."));
}

/**
 * @param {string} id
 * @param {number} more
 * @returns {number} How many deeds are underway about it then.
 */
function count(id, more) {
  const many = (pending.get(id) ?? 0) + more;
  pending.set(id, many);
  return many;
}

/**
 * @param {Deed} deed
 * @param {Alert} alert
 * @param {Target} target
 */
async function doOne({ move, ...fields }, alert, target) {
  const version = left.get(keyOf(alert)) ?? alert.version;
  try {
    const after = await post(`/alerts/${alert.id}/${move}`, fields, { version });
    left.set(keyOf(alert), after.version);
    target.take(after);
    if (move === "undo") return done(_("{id}: taken back", { id: alert.id }));
    undoable.value = () => doTo({ move: "undo" }, { ...target, alerts: [after], before: [alert] });
    return done(`${alert.id}: ${deedWord(past(move))}`, offer());
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 412) throw error;
    return conflict(error.body, { move, ...fields }, target);
  }
}

/**
 * Somebody else was faster: show who, what and when, and let the officer decide again.
 * @param {Record<string, any>} found
 * @param {Deed} deed
 * @param {Target} target
 */
function conflict({ alert, who, at, deed: theirs }, deed, target) {
  target.take(alert);
  const values = { who, id: alert.id, deed: deedWord(theirs), ago: sinceText(at) };
  warn(
    _("{who} was faster: {id} {deed}, {ago}", values),
    _("Nothing of yours was done. The alert now shows how it stands."),
    { label: _("Do it all the same"), run: () => doTo(deed, { ...target, alerts: [alert] }) },
  );
}

/**
 * @param {Deed} deed
 * @param {Target} target
 * @param {Alert[]} seen Those of them that are on the screen.
 */
async function doMany(deed, target, seen) {
  const chosen = target.filter ? { filter: filled(target.filter) } : { ids: target.alerts.map(pair) };
  const answer = await post("/alerts/bulk", { ...deed, ...chosen });
  const versions = new Map(/** @type {[string, number][]} */ (answer.done));
  takeIn(deed, target, seen, versions);
  target.forget?.();
  const n = versions.size;
  if (n && deed.move !== "undo") {
    const known = new Map(seen.map((alert) => [alert.id, alert]));
    const alerts = [...versions].map(([id, version]) => /** @type {Alert} */ ({ ...foreseen(known.get(id) ?? /** @type {any} */ ({ id }), deed, undefined), version }));
    const before = alerts.map(({ id }) => known.get(id));
    undoable.value = () => doTo({ move: "undo" }, { ...target, filter: undefined, alerts, before: /** @type {Alert[]} */ (before) });
  }
  const word = deed.move === "undo" ? _("taken back") : deedWord(past(deed.move));
  if (n) done(ngettext("{n} alert: {deed}", "{n} alerts: {deed}", n, { deed: word }), deed.move === "undo" ? undefined : offer());
  refusals(answer.refused);
}

/**
 * Show what was done; what was refused stays as it was, and nothing moves.
 * @param {Deed} deed
 * @param {Target} target
 * @param {Alert[]} seen
 * @param {Map<string, number>} versions Of those with which it was done.
 */
function takeIn(deed, target, seen, versions) {
  if (!target.foresee) return target.reload?.();
  for (const [at, { truth, ...alert }] of seen.entries()) {
    const version = versions.get(alert.id);
    if (version) target.take({ ...foreseen(alert, deed, target.before?.[at]), version });
  }
}

/** @param {{ id: string, title: string, hint: string }[]} refused */
function refusals(refused) {
  if (!refused.length) return;
  const [first] = refused;
  const aside = refused.length > 1 ? ngettext("And {n} more.", "And {n} more.", refused.length - 1) : first.hint;
  warn(`${first.id}: ${first.title}`, aside);
}

function offer() {
  return { label: _("Undo"), run: () => void undo() };
}

/** @param {import("./model.js").Filter} filter */
function filled(filter) {
  const given = Object.entries(filter).filter(([, value]) => value.length > 0);
  return Object.fromEntries(given.map(([name, value]) => [name, name === "ended" ? value === "true" : value]));
}

/** @param {Alert} alert */
function pair(alert) {
  return [alert.id, left.get(keyOf(alert)) ?? alert.version];
}

/** @param {Alert} alert */
function keyOf({ id, version }) {
  return `${id} ${version}`;
}

/** @param {string} move */
function past(move) {
  const deeds = /** @type {Record<string, string>} */ ({
    acknowledge: "acknowledged",
    resolve: "resolved",
    reopen: "reopened",
    assign: "assigned",
    snooze: "snoozed",
    wake: "woken",
    note: "noted",
    merge: "merged",
    unmerge: "unmerged",
  });
  return deeds[move] ?? move;
}
