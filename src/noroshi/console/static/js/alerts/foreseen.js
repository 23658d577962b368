// How an alert will stand once a deed is done: shown at once, and taken back if the server says no.
import { session } from "../session.js";

/** @typedef {import("./model.js").Alert} Alert */

/** What an undo puts back. */
const HANDLING = /** @type {const} */ (["state", "outcome", "assignee", "snoozed_until", "merged_into"]);

/**
 * @param {Alert} alert
 * @param {import("./moves.js").Deed} deed
 * @param {Alert | undefined} before How it stood before the deed that is taken back.
 * @returns {Alert}
 */
export function foreseen(alert, deed, before) {
  return { ...alert, ...changes(deed, before) };
}

/**
 * The same rules as the server's `alerts/moves.py`; where they differ, the server's answer shows.
 * @param {import("./moves.js").Deed} deed
 * @param {Alert | undefined} before
 * @returns {Partial<Alert>}
 */
function changes({ move, outcome, to, until, into }, before) {
  switch (move) {
    case "acknowledge":
      return { state: "acknowledged", assignee: session.value?.person.id };
    case "resolve":
      return { state: "resolved", outcome, snoozed_until: null };
    case "reopen":
      return { state: "open", outcome: null, assignee: "", snoozed_until: null };
    case "assign":
      return { assignee: to };
    case "snooze":
      return { snoozed_until: until };
    case "wake":
      return { snoozed_until: null };
    case "merge":
      return { merged_into: into };
    case "unmerge":
      return { merged_into: "" };
    case "undo":
      return before ? Object.fromEntries(HANDLING.map((name) => [name, before[name]])) : {};
    default:
      return {};
  }
}
