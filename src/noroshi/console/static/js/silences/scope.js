// What a silence is about, in words.
import { _ } from "../i18n.js";
import { kindWord } from "../words.js";

/**
 * Its conditions, name and value; those that are given.
 * @param {import("./dialog.js").Scope} scope
 * @returns {[string, string][]}
 */
export function scopeParts({ organisation, kind, subject, alert }) {
  const all = /** @type {[string, string][]} */ ([
    [_("organisation"), organisation],
    [_("kind"), kind && kindWord(kind)],
    [_("address"), subject],
    [_("alert"), alert],
  ]);
  return all.filter(([, value]) => value);
}
