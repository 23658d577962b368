// What an address did over time, as the archive of detections has it: so many observations in each stretch of time.
import { html, useMemo } from "ui";

import { _, ngettext, number } from "../i18n.js";
import { Chart } from "../parts/chart.js";
import { Moment } from "../parts/moment.js";
import { Severity } from "../parts/severity.js";
import { kindWord, phaseWord } from "../words.js";

/** Bars of the strip. */
const BARS = 96;
/** Detections that the table lists. */
const MOST = 100;

/** @param {{ activity: any }} props */
export function Strip({ activity }) {
  const { detections, since } = activity;
  const data = useMemo(() => barsOf(detections, Date.parse(since) / 1000), [activity]);
  if (!detections.length) return html`<p class="aside">${_("The archive has nothing about it since")} <${Moment} at=${since} full />.</p>`;
  const said = ngettext("{n} detection", "{n} detections", detections.length);
  return html`<${Chart} data=${data} label=${_("Observations over time; {said}", { said })} series=${[{ name: _("observations"), colour: "--accent", bars: true }]} />
    <details>
      <summary>${_("The same as a table")}</summary>
      <${Table} detections=${detections.slice(0, MOST)} />
      ${detections.length > MOST && html`<p class="aside">${ngettext("And {n} more.", "And {n} more.", detections.length - MOST)}</p>`}
    </details>
    <p class="aside">${said}, ${_("from the archive since")} <${Moment} at=${since} full /></p>`;
}

/** @param {{ detections: any[] }} props */
function Table({ detections }) {
  return html`<div class="scroll">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">${_("concluded")}</th>
          <th scope="col">${_("subject")}</th>
          <th scope="col">${_("kind")}</th>
          <th scope="col">${_("phase")}</th>
          <th scope="col">${_("severity")}</th>
          <th scope="col" class="number">${_("observations so far")}</th>
        </tr>
      </thead>
      <tbody>
        ${detections.map(
          (each) => html`<tr>
            <td class="still"><${Moment} at=${each.at} /></td>
            <td>${each.subject}</td>
            <td>${kindWord(each.kind)}</td>
            <td>${phaseWord(each.phase)}</td>
            <td><${Severity} severity=${each.severity} /></td>
            <td class="number">${number(each.observations)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/**
 * How many observations came in each stretch. A detection counts its episode from the start, so what the one before had
 * counted is taken off.
 * @param {any[]} detections The latest first.
 * @param {number} since s
 * @returns {(number | null)[][]}
 */
function barsOf(detections, since) {
  const [first, last] = [Math.max(since, Math.min(...detections.map(({ first: at }) => Date.parse(at) / 1000))), Date.now() / 1000];
  const width = Math.max(60, (last - first) / BARS);
  const times = Array.from({ length: BARS }, (_each, at) => first + at * width);
  const counts = new Array(BARS).fill(0);
  /** @type {Map<string, number>} */
  const counted = new Map();
  for (const { subject, kind, first: begun, at, observations } of detections.toReversed()) {
    const key = `${subject} ${kind} ${begun}`;
    const bar = Math.floor((Date.parse(at) / 1000 - first) / width);
    if (bar >= 0 && bar < BARS) counts[bar] += Math.max(0, observations - (counted.get(key) ?? 0));
    counted.set(key, observations);
  }
  return [times, counts];
}
