// What people do with alerts: one, some, or all that a filter finds; and how it is taken back.
import { signal } from "ui";

import { post, Problem } from "../api.js";
import { _, ngettext } from "../i18n.js";
import { agoText } from "../time.js";
import { done, trouble, warn } from "../toasts.js";
import { deedWord } from "../words.js";

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
 * @property {number} [count] How many the filter finds.
 * @property {(alert: Alert) => void} take Told of each alert as it is then.
 * @property {() => void} [reload] Called where more has changed than can be told.
 */

/** How the latest deed is taken back; null where there is nothing to take back. */
export const undoable = signal(/** @type {(() => Promise<void>) | null} */ (null));

/** The deed that the server has not answered yet: whoever takes back at once means this one. */
let underway = Promise.resolve();

/**
 * Do something, and say what was done, with a way back. What goes wrong is said, too.
 * @param {Deed} deed
 * @param {Target} target
 */
export function doTo(deed, target) {
  underway = attempt(async () => {
    if (target.filter || target.alerts.length > 1) await doMany(deed, target);
    else if (target.alerts.length) await doOne(deed, target.alerts[0], target);
  });
  return underway;
}

/** Take back the latest deed. */
export async function undo() {
  await underway;
  const back = undoable.value;
  undoable.value = null;
  if (back) await attempt(back);
  else done(_("There is nothing to take back."));
}

/** @param {() => Promise<void>} deed */
async function attempt(deed) {
  try {
    await deed();
  } catch (error) {
    trouble(error);
  }
}

/**
 * @param {Deed} deed
 * @param {Alert} alert
 * @param {Target} target
 */
async function doOne({ move, ...fields }, alert, target) {
  try {
    const after = await post(`/alerts/${alert.id}/${move}`, fields, { version: alert.version });
    target.take(after);
    if (move === "undo") return done(_("{id}: taken back", { id: alert.id }));
    undoable.value = () => doOne({ move: "undo" }, after, target);
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
  const values = { who, id: alert.id, deed: deedWord(theirs), ago: agoText(at) };
  warn(
    _("{who} was faster: {id} {deed}, {ago}", values),
    _("Nothing of yours was done. The alert now shows how it stands."),
    { label: _("Do it all the same"), run: () => doTo(deed, { ...target, alerts: [alert] }) },
  );
}

/**
 * @param {Deed} deed
 * @param {Target} target
 */
async function doMany(deed, target) {
  const chosen = target.filter ? { filter: filled(target.filter) } : { ids: target.alerts.map(pair) };
  const answer = await post("/alerts/bulk", { ...deed, ...chosen });
  target.reload?.();
  const n = answer.done.length;
  if (n && deed.move !== "undo")
    undoable.value = () => doMany({ move: "undo" }, { ...target, filter: undefined, alerts: answer.done.map(unpair) });
  const word = deed.move === "undo" ? _("taken back") : deedWord(past(deed.move));
  if (n) done(ngettext("{n} alert: {deed}", "{n} alerts: {deed}", n, { deed: word }), deed.move === "undo" ? undefined : offer());
  refusals(answer.refused);
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
  return [alert.id, alert.version];
}

/** @param {[string, number]} pair */
function unpair([id, version]) {
  return /** @type {Alert} */ ({ id, version });
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
