// What an address is, in one word: what its alerts say of it, else what it is to the centre.
import { html } from "ui";

import { _ } from "../i18n.js";
import { standingWord } from "../words.js";

/** The worst first. @returns {[RegExp, string][]} */
function findings() {
  return [
    [/^infection\./, _("infected")],
    [/^dos\./, _("under attack")],
    [/^misconfiguration$/, _("misconfigured")],
    [/^sensor\./, _("not dark as it should be")],
  ];
}

/**
 * @param {object} props
 * @param {any[]} props.alerts
 * @param {string | null} props.standing null where the reader may not know.
 * @param {boolean} props.isHeld Whether an organisation answers for it.
 */
export function Verdict({ alerts, standing, isHeld }) {
  const [word, look] = verdictOf(alerts, standing, isHeld);
  return html`<span class="verdict-word verdict-${look}">${word}</span>`;
}

/**
 * @param {any[]} alerts
 * @param {string | null} standing
 * @param {boolean} isHeld
 * @returns {[string, string]}
 */
function verdictOf(alerts, standing, isHeld) {
  const going = alerts.filter(({ state, ended }) => state !== "resolved" && !ended);
  const found = findings().find(([kind]) => going.some((alert) => kind.test(alert.kind)));
  if (found) return [found[1], "bad"];
  if (alerts.some(({ state }) => state !== "resolved")) return [_("quiet again"), "plain"];
  if (alerts.some(({ outcome }) => outcome === "cleaned")) return [_("cleaned"), "fine"];
  if (standing) return [standingWord(standing), "plain"];
  return [isHeld ? _("a member's") : _("unknown"), "plain"];
}
