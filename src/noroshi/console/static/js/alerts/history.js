// Who did what with an alert, and what was seen, the latest first.
import { html } from "ui";

import { _ } from "../i18n.js";
import { Moment } from "../parts/moment.js";
import { deedWord, outcomeWord, stateWord } from "../words.js";
import { nameOf } from "./handling.js";

/** The name in the books for what no person did. */
const WATCH = "noroshi";

/**
 * What came of it: the outcome; of what a partner says, else the state that it has there.
 * @param {string} deed
 * @param {string | null} outcome
 * @param {string} about
 */
function what(deed, outcome, about) {
  if (outcome) return `: ${outcomeWord(outcome)}`;
  return deed === "answered" ? `: ${stateWord(about)}` : "";
}

/** @param {{ entries: any[] }} props */
export function History({ entries }) {
  return html`<section class="panel">
    <h2>${_("History")}</h2>
    <ol class="history">
      ${entries.toReversed().map(
        ({ at, who, deed, outcome, about, note }) => html`<li class=${who === WATCH ? "" : "history-person"}>
          <p>
            <strong>${deedWord(deed)}${what(deed, outcome, about)}</strong>
            <span class="aside">${who === WATCH ? _("the watch") : nameOf(who)} · <${Moment} at=${at} /></span>
          </p>
          ${note && html`<p class="history-note" lang=${who === WATCH ? "en" : undefined}>${note}</p>`}
        </li>`,
      )}
    </ol>
  </section>`;
}
