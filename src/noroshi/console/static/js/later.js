// Moments to come, as they are offered: in an hour, tomorrow morning, in a week.
import { _ } from "./i18n.js";

const HOUR = 3_600_000;
const MORNING = 9;

/** @returns {Record<string, string>} */
function words() {
  return {
    "1h": _("in an hour"),
    "4h": _("in four hours"),
    tomorrow: _("tomorrow at nine"),
    "1d": _("in a day"),
    "7d": _("in a week"),
    "30d": _("in 30 days"),
    "90d": _("in 90 days"),
    own: _("at a moment of your choice"),
  };
}

/**
 * @param {string[]} codes
 * @returns {[string, string][]}
 */
export function laterChoices(codes) {
  const known = words();
  return codes.map((code) => [code, known[code]]);
}

/**
 * The moment that a choice means, ISO 8601 in UTC.
 * @param {string} code
 * @param {string} own What was typed, by this machine's clock; for "own".
 */
export function momentOf(code, own) {
  if (code === "own") return new Date(own).toISOString();
  if (code === "tomorrow") {
    const morning = new Date();
    morning.setDate(morning.getDate() + 1);
    morning.setHours(MORNING, 0, 0, 0);
    return morning.toISOString();
  }
  const hours = code.endsWith("d") ? 24 * Number.parseInt(code, 10) : Number.parseInt(code, 10);
  return new Date(Date.now() + hours * HOUR).toISOString().replace(/\.\d+Z/, "Z");
}
