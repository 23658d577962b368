// Whether the sensors see. Silence means quiet only where they do.
import { html, useEffect } from "ui";

import { listen, stale } from "../events.js";
import { _, ngettext, number } from "../i18n.js";
import { Icon } from "../parts/icon.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { Ago, Moment } from "../parts/moment.js";
import { detailWord } from "../words.js";
import { NoWatch } from "./traffic.js";

/** How often it is asked anew, ms. */
const AGAIN = 10_000;

export function title() {
  return _("Sensors");
}

export default function Sensors() {
  const answer = useAnswer("/sensors");
  useEffect(() => {
    const timer = setInterval(answer.again, AGAIN);
    const deaf = listen("sensor", answer.again);
    return () => [clearInterval(timer), deaf()];
  }, []);
  return html`<header class="page-head"><h1>${_("Sensors")}</h1></header>
    <${Answered} answer=${answer}>
      ${(/** @type {any} */ watch) => (watch.watching ? html`<${Shown} watch=${watch} />` : html`<${NoWatch} />`)}
    <//>
    <${Told} />`;
}

/** @param {{ watch: any }} props */
function Shown({ watch }) {
  const unwell = watch.sensors.filter((/** @type {any} */ { well }) => !well).length;
  return html`<div class="stack">
    <${Summary} unwell=${unwell} watch=${watch} />
    ${watch.sensors.map((/** @type {any} */ sensor) => html`<${Sensor} key=${sensor.name} sensor=${sensor} replay=${watch.replay} />`)}
  </div>`;
}

/** @param {{ unwell: number, watch: any }} props */
function Summary({ unwell, watch: { sensors, load, latest, replay } }) {
  const [look, sentence] = replay
    ? ["", _("A recording is played. It says nothing about the present: no sensor is watched here.")]
    : stale.value
    ? ["notice-trouble", _("This page is not live, so nobody can say whether the sensors see.")]
    : unwell
      ? ["notice-trouble", ngettext("{n} sensor is in trouble. Silence does not mean quiet.", "{n} sensors are in trouble. Silence does not mean quiet.", unwell)]
      : latest
        ? ["", ngettext("The sensor sees.", "All {n} sensors see.", sensors.length)]
        : ["notice-trouble", _("Nothing has been seen yet. Silence does not mean quiet.")];
  return html`<div class="notice ${look}">
    <p><strong>${sentence}</strong></p>
    <p class="aside">
      ${latest && html`${_("Latest observation")}: ${replay ? html`<${Moment} at=${latest} full />` : html`<${Ago} at=${latest} />`} · `}
      ${_("Detail kept: {detail}", { detail: detailWord(load) })}
    </p>
  </div>`;
}

/** @param {{ sensor: any, replay: boolean }} props */
function Sensor({ sensor: { name, well, troubles, latest, captured, dropped, waiting, counters }, replay }) {
  const lost = dropped / Math.max(1, captured + dropped);
  return html`<section class="panel sensor ${replay ? "" : well ? "sensor-fine" : "sensor-trouble"}">
    <div class="sensor-head">
      <h2>${name}</h2>
      <${State} well=${well} replay=${replay} />
    </div>
    ${troubles.length > 0 && html`<ul class="side side-against" lang="en">${troubles.map((/** @type {string} */ each) => html`<li>${each}</li>`)}</ul>`}
    <dl class="figures">
      <div class="figure"><dt>${_("latest packet")}</dt><dd>${latest ? html`<${Ago} at=${latest} />` : _("none yet")}</dd></div>
      <div class="figure"><dt>${_("captured")}</dt><dd>${number(captured, { notation: "compact" })}</dd></div>
      <div class="figure"><dt>${_("dropped")}</dt><dd>${number(dropped, { notation: "compact" })} <small class="aside">${number(lost, { style: "percent", maximumFractionDigits: 2 })}</small></dd></div>
      <div class="figure"><dt>${_("backlog")}</dt><dd>${number(waiting, { style: "percent" })}</dd></div>
    </dl>
    <details>
      <summary>${_("Every counter")}</summary>
      <dl class="facts" lang="en">
        ${Object.entries(counters).map(([counter, count]) => html`<dt>${counter}</dt><dd>${number(/** @type {number} */ (count))}</dd>`)}
        ${latest && html`<dt>${_("latest packet")}</dt><dd><${Moment} at=${latest} full /></dd>`}
      </dl>
    </details>
  </section>`;
}

/** @param {{ well: boolean, replay: boolean }} props */
function State({ well, replay }) {
  if (replay) return html`<span class="tag">${_("a recording")}</span>`;
  return well
    ? html`<span class="tag tag-fine"><${Icon} name="check" />${_("sees")}</span>`
    : html`<span class="tag tag-trouble"><${Icon} name="close" />${_("in trouble")}</span>`;
}

/** What was told of sensors: alerts of their own kind. */
function Told() {
  const { data } = useAnswer("/alerts?kind=sensor&state=open&state=acknowledged&limit=20");
  const n = data?.total ?? 0;
  if (!n) return null;
  return html`<p class="sensors-told"><a href="/alerts?kind=sensor">${ngettext("{n} alert is about sensors.", "{n} alerts are about sensors.", n)}</a></p>`;
}
