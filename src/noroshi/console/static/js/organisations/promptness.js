// How soon an organisation's alerts are taken and cleaned, and how many come back.
import { html } from "ui";

import { _, ngettext, number } from "../i18n.js";
import { spanText } from "../time.js";

/** @param {{ promptness: any }} props */
export function Figures({ promptness }) {
  const { opened, came_back, cleaned, quiet, to_acknowledge, to_clean, recurrence_of } = promptness;
  return html`<dl class="figures">
    <${Figure} word=${_("until somebody takes one")} value=${seconds(to_acknowledge)} aside=${_("median")} />
    <${Figure} word=${_("until it is cleaned")} value=${seconds(to_clean)} aside=${_("median")} />
    <${Figure} word=${_("back within 30 days of cleaning")} value=${share(promptness)}
      aside=${ngettext("of {n} subject", "of {n} subjects", recurrence_of)} />
    <${Figure} word=${_("new alerts")} value=${number(opened)} />
    <${Figure} word=${_("came back")} value=${number(came_back)} />
    <${Figure} word=${_("cleaned")} value=${number(cleaned)} />
    <${Figure} word=${_("closed as quiet")} value=${number(quiet)} />
  </dl>`;
}

/** @param {{ word: string, value: string, aside?: string }} props */
export function Figure({ word, value, aside }) {
  return html`<div class="figure">
    <dt>${word}</dt>
    <dd>${value}${aside && value !== "–" && html` <small class="aside">${aside}</small>`}</dd>
  </div>`;
}

/** The share of cleaned subjects that came back; a dash where none has had the time. @param {{ recurrence: number | null }} promptness */
export function share({ recurrence }) {
  return recurrence === null ? "–" : number(recurrence, { style: "percent", maximumFractionDigits: 0 });
}

/** A length of time; a dash where there is none. @param {number | null} length */
export function seconds(length) {
  return length === null ? "–" : spanText(1000 * length);
}
