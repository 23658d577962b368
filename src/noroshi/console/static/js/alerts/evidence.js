// What an alert rests on: numbers beside their thresholds, tallies, labels, and both sides of the argument.
import { html } from "ui";

import { _, number } from "../i18n.js";
import { measureWord } from "../words.js";

/** Below this, a probability is not worth its digits. */
const NO_CHANCE = 1e-9;
const MOST_DIGITS = 3;
/** A bar is full at ten times the threshold: it shows how far beyond, by the logarithm. */
const FULL = 10;

/** @typedef {{ name: string, value: number, unit: string, threshold: number | null, exact: boolean }} Measure */

/** @param {{ evidence: any }} props */
export function Numbers({ evidence }) {
  const rate = { name: "rate", value: evidence.rate, unit: _("a second"), threshold: null, exact: true };
  const rows = /** @type {Measure[]} */ ([...evidence.measures, ...(evidence.rate ? [rate] : [])]);
  return html`<div class="scroll">
    <table class="table numbers">
      <thead>
        <tr>
          <th scope="col">${_("measure")}</th>
          <th scope="col" class="number">${_("value")}</th>
          <th scope="col" class="number">${_("needed")}</th>
          <th scope="col" class="numbers-bar"><span class="unseen">${_("how far beyond")}</span></th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((measure) => html`<${Line} measure=${measure} />`)}
      </tbody>
    </table>
  </div>`;
}

/** @param {{ measure: Measure }} props */
function Line({ measure: { name, value, unit, threshold, exact } }) {
  const isReached = threshold !== null && value >= threshold;
  const text = `${short(value)} ${unit}`.trim();
  return html`<tr>
    <th scope="row">${measureWord(name)}</th>
    <td class="number ${isReached ? "numbers-reached" : ""}">${exact ? text : _("about {value}", { value: text })}</td>
    <td class="number aside">${threshold === null ? "" : `${short(threshold)} ${unit}`}</td>
    <td class="numbers-bar">${threshold !== null && html`<${Bar} value=${value} threshold=${threshold} />`}</td>
  </tr>`;
}

/** How far a value is beyond its threshold; the line in the middle is the threshold. @param {{ value: number, threshold: number }} props */
function Bar({ value, threshold }) {
  const share = 0.5 + Math.log(Math.max(value, threshold / FULL) / threshold) / Math.log(FULL) / 2;
  const width = `${Math.round(100 * Math.min(1, Math.max(0, share)))}`;
  return html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect class="bar-ground" width="100" height="8" />
    <rect class=${value >= threshold ? "bar-reached" : "bar-short"} width=${width} height="8" />
    <rect class="bar-line" x="49.5" width="1" height="8" />
  </svg>`;
}

/** @param {{ tallies: { name: string, counts: [string, number][], complete: boolean }[] }} props */
export function Tallies({ tallies }) {
  const some = tallies.filter(({ counts }) => counts.length);
  if (!some.length) return null;
  return html`<dl class="facts tallies">
    ${some.map(
      ({ name, counts, complete }) => html`<dt>${measureWord(name)}</dt>
        <dd>
          ${counts.map(([thing, times]) => html`<span class="tally">${thing} <small>${number(times)}</small></span>`)}
          ${!complete && html`<span class="aside">${_("and more")}</span>`}
        </dd>`,
    )}
  </dl>`;
}

/** @param {{ confidence: { score: number, supports: string[], against: string[] } }} props */
export function Against({ confidence: { score, supports, against } }) {
  return html`<section class="panel">
    <h2>${_("How sure: {share}", { share: number(score, { style: "percent" }) })}</h2>
    <div class="pair">
      <${Side} title=${_("What speaks for it")} look="for" sentences=${supports} />
      <${Side} title=${_("What speaks against it")} look="against" sentences=${against} />
    </div>
  </section>`;
}

/** @param {{ title: string, look: string, sentences: string[] }} props */
function Side({ title, look, sentences }) {
  return html`<div>
    <h3>${title}</h3>
    <ul class="side side-${look}" lang=${sentences.length ? "en" : undefined}>
      ${sentences.length ? sentences.map((each) => html`<li>${each}</li>`) : html`<li class="aside">${_("Nothing.")}</li>`}
    </ul>
  </div>`;
}

/** @param {{ labels: { name: string, matches: number, of: number, chance: number, sentence: string }[] }} props */
export function Labels({ labels }) {
  if (!labels.length) return null;
  return html`<section class="panel">
    <h2>${_("Labels")} <small class="aside">${_("They inform; they never prove.")}</small></h2>
    <ul class="stack">
      ${labels.map(
        ({ name, matches, of, chance, sentence }) => html`<li>
          <strong lang="en">${name}</strong> ${" "}
          ${_("{matches} of {of} match; so many by chance: {chance}", { matches, of, chance: chanceText(chance) })}
          <p class="aside" lang="en">${sentence}</p>
        </li>`,
      )}
    </ul>
  </section>`;
}

/** @param {number} chance */
function chanceText(chance) {
  return chance < NO_CHANCE ? _("practically never") : number(chance, { maximumSignificantDigits: 1 });
}

/** @param {number} value */
function short(value) {
  return number(value, Number.isInteger(value) ? {} : { maximumSignificantDigits: MOST_DIGITS + 1 });
}
