// Who has an alert, and how it stands.
import { html } from "ui";

import { _ } from "../i18n.js";
import { session } from "../session.js";
import { outcomeWord, stateWord } from "../words.js";

/** @param {{ alert: import("./model.js").Alert, named?: boolean }} props Named is for others to read: oneself is not "you" then. */
export function Handling({ alert, named = false }) {
  const look = { open: "tag-open", acknowledged: "tag-busy", resolved: "tag-fine" }[alert.state] ?? "";
  const word = alert.outcome ? outcomeWord(alert.outcome) : stateWord(alert.state);
  return html`<span class="tag ${look}">${word}</span>
    ${alert.assignee && html`<span class="row-who">${named ? alert.assignee : nameOf(alert.assignee)}</span>`}`;
}

/** Somebody's name; oneself is "you". @param {string} id */
export function nameOf(id) {
  return id === session.value?.person.id ? _("you") : id;
}
