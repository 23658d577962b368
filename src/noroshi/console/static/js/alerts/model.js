// An alert as the server gives it, and the filter that picks some of them.

/**
 * @typedef {object} Alert
 * @property {string} id Short, such as "A-7QX3M2K".
 * @property {string} state open, acknowledged or resolved
 * @property {string | null} outcome
 * @property {string} severity low, medium, high or critical
 * @property {string} kind Such as infection.internal.
 * @property {string} classification Where the kind stands in the RSIT taxonomy; empty where it stands nowhere.
 * @property {string} subject Such as an address.
 * @property {string} organisation The id of whoever must be told.
 * @property {string} [organisation_name]
 * @property {string} holding
 * @property {string} started ISO 8601
 * @property {string} last ISO 8601
 * @property {boolean} ended
 * @property {number} episodes
 * @property {string} why One English sentence.
 * @property {number} confidence From 0 to 1.
 * @property {boolean} may_be_spoofed
 * @property {string[]} labels
 * @property {number} version
 * @property {string} [assignee]
 * @property {string | null} [snoozed_until]
 * @property {string} [merged_into]
 * @property {string} [silenced_by] A silence's id.
 * @property {Alert} [truth] While the server has not confirmed what is shown: as it last gave it.
 */

/**
 * Which alerts are shown: the names are those of the server's query, so an address is a lasting link.
 * @typedef {object} Filter
 * @property {string[]} state
 * @property {string} severity At least.
 * @property {string} organisation
 * @property {string} kind
 * @property {string} subject
 * @property {string} assignee "", "me", "nobody" or somebody's id.
 * @property {string} snoozed "", "only" or "show"
 * @property {string} merged "", "only" or "show"
 * @property {string} silenced "", "only" or "hide"
 * @property {string} ended "", "true" or "false"
 * @property {string} q
 * @property {string} from ISO 8601
 * @property {string} to ISO 8601
 */

/** @type {Filter} */
const EVERYTHING = {
  state: [],
  severity: "",
  organisation: "",
  kind: "",
  subject: "",
  assignee: "",
  snoozed: "",
  merged: "",
  silenced: "",
  ended: "",
  q: "",
  from: "",
  to: "",
};

/** What the home page shows unless the address says otherwise: what nobody has closed. */
export const UNCLOSED = ["open", "acknowledged"];

const RANKS = /** @type {Record<string, number>} */ ({ low: 0, medium: 1, high: 2, critical: 3 });

/**
 * The filter that an address names.
 * @param {URLSearchParams} query
 * @returns {Filter}
 */
export function filterOf(query) {
  const given = Object.keys(EVERYTHING).map((name) => [name, query.get(name) ?? ""]);
  const state = query.getAll("state");
  return { ...Object.fromEntries(given), state: state.length ? state : UNCLOSED };
}

/**
 * Whether an alert that has just changed belongs to what is shown. The server decides on the next page; this only
 * says whether the pill counts it.
 * @param {Alert} alert
 * @param {Filter} filter
 * @param {string} me
 */
export function belongs(alert, filter, me) {
  const assignee = { "": alert.assignee, me, nobody: "" }[filter.assignee] ?? filter.assignee;
  const isSnoozed = Boolean(alert.snoozed_until && Date.parse(alert.snoozed_until) > Date.now());
  return (
    filter.state.includes(alert.state) &&
    (RANKS[alert.severity] ?? 0) >= (RANKS[filter.severity] ?? 0) &&
    ["", alert.organisation].includes(filter.organisation) &&
    ["", alert.kind, alert.kind.split(".")[0]].includes(filter.kind) &&
    (filter.subject === "" || filter.subject === alert.subject || filter.subject.includes("/")) &&
    (filter.assignee === "" || alert.assignee === assignee) &&
    isShown(filter.snoozed || "hide", isSnoozed) &&
    isShown(filter.merged || "hide", Boolean(alert.merged_into)) &&
    isShown(filter.silenced || "show", Boolean(alert.silenced_by)) &&
    ["", String(alert.ended)].includes(filter.ended) &&
    haystack(alert).includes(filter.q.toLowerCase())
  );
}

/**
 * @param {string} wish hide, only or show
 * @param {boolean} is
 */
function isShown(wish, is) {
  return wish === "show" || (wish === "only") === is;
}

/** @param {Alert} alert */
function haystack(alert) {
  return [alert.id, alert.subject, alert.organisation, alert.organisation_name, alert.kind].join(" ").toLowerCase();
}
