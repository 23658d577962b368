// The keys that work everywhere, and those of the queue.
import { html } from "ui";

import { _ } from "../i18n.js";
import { menu } from "../menu.js";

/** @returns {[string, string][]} */
function keys() {
  return [
    ["?", _("The keys of the page that is shown")],
    ["/", _("Search")],
    ["j  k", _("Next row, row before")],
    ["Enter", _("Open the alert")],
    ["x", _("Select the row")],
    ["a", _("Acknowledge")],
    ["r", _("Resolve")],
    ["s", _("Snooze")],
    ["n", _("Note")],
    ["h", _("Silence")],
    ["f", _("Saved filters")],
    ["u", _("Undo")],
    ...menu().map(({ key, word }) => /** @type {[string, string]} */ ([`g ${key}`, word()])),
  ];
}

export function KeyTable() {
  return html`<dl class="keys key-list">
      ${keys().map(
        ([names, meaning]) => html`<div><dt>${names.split(/ +/).map((each) => html`<kbd>${each}</kbd>`)}</dt><dd>${meaning}</dd></div>`,
      )}
    </dl>
    <p class="aside">${_("Single letters can be turned off in your settings.")}</p>`;
}
