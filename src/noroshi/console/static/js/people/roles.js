// Roles, and what each may do, as they are offered.
import { _ } from "../i18n.js";
import { roleWord } from "../words.js";

/** @returns {[string, string, string][]} */
export function roles() {
  return [
    ["viewer", roleWord("viewer"), _("Looks, and changes nothing.")],
    ["officer", roleWord("officer"), _("Works on alerts, and silences them.")],
    ["lead", roleWord("lead"), _("Also sees where dark space lies and what others did, and says what partners may know.")],
    ["administrator", roleWord("administrator"), _("Also says who may do what, and with whom we exchange.")],
    ["member", roleWord("member"), _("Of one organisation: sees what concerns that, and answers.")],
  ];
}

/** Markings, the least restrictive first. @returns {[string, string][]} */
export function markings() {
  return ["clear", "green", "amber", "amber+strict", "red"].map((code) => [code, `TLP:${code.toUpperCase()}`]);
}
