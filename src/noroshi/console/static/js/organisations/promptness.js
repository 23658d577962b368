// How soon an organisation's alerts are taken and cleaned.
import { html } from "ui";

import { _, number } from "../i18n.js";
import { spanText } from "../time.js";

/** @param {{ promptness: any }} props */
export function Figures({ promptness }) {
  const { opened, came_back, cleaned, to_acknowledge, to_clean } = promptness;
  return html`<dl class="figures">
    <${Figure} word=${_("until somebody takes one")} value=${seconds(to_acknowledge)} aside=${_("median")} />
    <${Figure} word=${_("until it is cleaned")} value=${seconds(to_clean)} aside=${_("median")} />
    <${Figure} word=${_("new alerts")} value=${number(opened)} />
    <${Figure} word=${_("came back")} value=${number(came_back)} />
    <${Figure} word=${_("cleaned")} value=${number(cleaned)} />
  </dl>`;
}

/** @param {{ word: string, value: string, aside?: string }} props */
export function Figure({ word, value, aside }) {
  return html`<div class="figure">
    <dt>${word}</dt>
    <dd>${value}${aside && value !== "–" && html` <small class="aside">${aside}</small>`}</dd>
  </div>`;
}

/** A length of time; a dash where there is none. @param {number | null} length */
export function seconds(length) {
  return length === null ? "–" : spanText(1000 * length);
}
