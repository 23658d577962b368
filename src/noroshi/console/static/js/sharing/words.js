// What the sharing policy and partners' books call by a code, in words.
import { _ } from "../i18n.js";

/** How much of an alert somebody is told; null for nothing. @param {string | null} code */
export function levelWord(code) {
  return levels().find(([each]) => each === code)?.[1] ?? (code === "counts" ? _("as a number") : _("nothing"));
}

/** Levels to release something at, the fullest first. @returns {[string, string, string][]} */
export function levels() {
  return [
    ["full", _("in full"), _("The address and all that was seen, but never whose it is.")],
    ["prefix", _("as a prefix"), _("The /24 or the /48 around the address, and what was seen.")],
    ["network", _("as a network"), _("The autonomous system and the country, and what was seen.")],
  ];
}

/** Why the policy decided so. @param {string} code */
export function ruleWord(code) {
  const known = /** @type {Record<string, string>} */ ({
    kind: _("nothing of this kind is shared"),
    "second-hand": _("another partner has told it"),
    teller: _("they have told it, and are answered"),
    unregistered: _("it is not in the register at the moment"),
    withdrawn: _("it was wrong, and is withdrawn"),
    wrong: _("it was wrong, and was never told"),
    clearance: _("it is marked above the clearance"),
    own: _("it is about their own address"),
    embargo: _("it is under embargo"),
    group: _("it is for another group"),
    open: _("its marking needs no release"),
    released: _("it is released"),
    "second-person": _("a release waits for another person"),
    unreleased: _("no release covers it"),
  });
  return known[code] ?? code;
}

/** Where a release stands. @param {string} code */
export function releaseStateWord(code) {
  const known = /** @type {Record<string, string>} */ ({
    asked: _("asked"),
    approved: _("approved"),
    refused: _("refused"),
    withdrawn: _("withdrawn"),
    expired: _("expired"),
  });
  return known[code] ?? code;
}

/** @param {string} code */
export function partnerStateWord(code) {
  return code === "active" ? _("active") : _("withdrawn");
}

/** Fields that can be marked by themselves. @returns {[string, string][]} */
export function fields() {
  return [
    ["subject", _("address")],
    ["network", _("network")],
    ["ports", _("ports")],
    ["labels", _("patterns")],
    ["numbers", _("numbers")],
    ["why", _("sentence")],
  ];
}

/** Answers that are not heard because they are not theirs to give are one to people. */
const UNHEARD = ["known", "ahead", "flood"];
const UNREAD = /** @type {Record<string, string>} */ ({ part: "part", context: "part", "other-pattern": "other", "no-address": "other", "other-type": "other" });

/**
 * What became of what a partner told, in words; outcomes that mean the same to people are one.
 * @param {Record<string, number>} counts By outcome, as the server has them.
 * @returns {[string, number][]}
 */
export function outcomesOf(counts) {
  const known = outcomes();
  const sums = /** @type {Record<string, number>} */ ({});
  for (const [code, count] of Object.entries(counts)) {
    const [what, why] = code.split(": ");
    const alike = { unread: UNREAD[why] ?? "fault", unheard: UNHEARD.includes(why) ? why : "others" }[what];
    const word = known[alike ? `${what}: ${alike}` : code] ?? (what === "signs declined" ? `${_("indication")}, ${known[`declined: ${why}`] ?? why}` : code);
    sums[word] = (sums[word] ?? 0) + count;
  }
  return Object.entries(sums);
}

/** @returns {Record<string, string>} */
function outcomes() {
  return {
    taken: _("taken: a member of ours holds the address"),
    withdrawn: _("withdrawn by the partner"),
    "declined: own": _("declined: we have told it ourselves"),
    "declined: foreign": _("declined: another centre has seen it"),
    "declined: no-address": _("declined: it names no machine"),
    "declined: kind": _("declined: members are not told of its kind"),
    "declined: ahead": _("declined: it lies in the future"),
    "declined: late": _("declined: it is over a week old"),
    "declined: stricter": _("declined: it is marked too strictly"),
    "declined: nobody": _("declined: no member of ours holds the address"),
    "declined: flood": _("declined: too many machines in one day"),
    signs: _("taken: an indication"),
    "signs withdrawn": _("an indication, withdrawn by the partner"),
    heard: _("answered: in an alert's history"),
    "unheard: known": _("answer not heard: it says nothing new"),
    "unheard: ahead": _("answer not heard: it lies in the future"),
    "unheard: flood": _("answer not heard: too many in one day"),
    "unheard: others": _("answer not heard: it is not theirs to give"),
    "unread: fault": _("cannot be read"),
    "unread: part": _("belongs to something else that was told"),
    "unread: other": _("says nothing about a machine"),
  };
}
