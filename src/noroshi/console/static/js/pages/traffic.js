// What comes to dark space, minute by minute, and to which ports.
import { html, useEffect, useMemo } from "ui";

import { query as written } from "../api.js";
import { _, ngettext, number } from "../i18n.js";
import { Button } from "../parts/button.js";
import { Chart } from "../parts/chart.js";
import { Choice } from "../parts/field.js";
import { Answered, Nothing, useAnswer } from "../parts/loading.js";
import { Ago, Moment } from "../parts/moment.js";
import { Span } from "../parts/span.js";
import { go } from "../router.js";
import { Heat } from "../traffic/heat.js";
import { portsOf, within } from "../traffic/ports.js";

/** Ports that are drawn and listed. */
const MOST = 20;
/** How often it is asked anew, ms. */
const AGAIN = 15_000;
const SPANS = ["60", "360", "1440"];

export function title() {
  return _("Ports and traffic");
}

/** @param {{ query: URLSearchParams }} props */
export default function Traffic({ query }) {
  const minutes = SPANS.find((each) => each === query.get("minutes")) ?? SPANS[0];
  const times = { from: query.get("from") ?? "", to: query.get("to") ?? "" };
  const look = (/** @type {string} */ from, /** @type {string} */ to) => go(`/traffic${written({ minutes, from, to })}`, { replace: true });
  const answer = useAnswer(`/traffic?minutes=${minutes}`);
  useEffect(() => {
    const timer = setInterval(answer.again, AGAIN);
    return () => clearInterval(timer);
  }, [minutes]);
  const choices = SPANS.map((each) => [each, ngettext("the last hour", "the last {n} hours", Number(each) / 60)]);
  return html`<header class="page-head">
      <h1>${_("Ports and traffic")}</h1>
      <${Choice} bare label=${_("How far back")} value=${minutes} choices=${choices} change=${(/** @type {string} */ to) => go(`/traffic${written({ minutes: to })}`)} />
    </header>
    <${Answered} answer=${answer}>
      ${(/** @type {any} */ traffic) => (traffic.watching ? html`<${Shown} traffic=${traffic} times=${times} look=${look} />` : html`<${NoWatch} />`)}
    <//>`;
}

export function NoWatch() {
  return html`<${Nothing} title=${_("No watch runs here.")}>
    ${_("This server shows the books of a centre, and sees no packet itself. Where noroshi serve runs, this page is live.")}
  <//>`;
}

/**
 * @param {object} props
 * @param {any} props.traffic
 * @param {{ from: string, to: string }} props.times The part that is looked at, ISO 8601; empty for all.
 * @param {(from: string, to: string) => void} props.look
 */
function Shown({ traffic, times: { from, to }, look }) {
  /** @type {import("../traffic/ports.js").Minute[]} */
  const all = traffic.minutes;
  const data = useMemo(() => [all.map(({ at }) => Date.parse(at) / 1000), all.map(({ packets }) => packets), all.map(({ sources }) => sources)], [traffic]);
  if (!all.length) return html`<${Nothing} title=${_("Nothing has come yet.")}>${_("The watch runs, and has seen no packet to dark space.")}<//>`;
  const chosen = within(all, from, to);
  const minutes = chosen.length ? chosen : all;
  const ports = portsOf(minutes, MOST);
  return html`<div class="stack">
      <p class="aside">
        ${_("As of")} <${Ago} at=${all[all.length - 1].at} />${". "}
        ${traffic.since && html`${_("Counted since")} <${Moment} at=${traffic.since} full />.`}
      </p>
      <section class="panel">
        <div class="panel-head">
          <h2>${_("Packets to dark space, a minute")}</h2>
          ${from || to
            ? html`<a class="button" href="/alerts${written({ from, to })}">${_("Alerts last seen then")}</a><${Button} icon="close" run=${() => look("", "")}>${_("The whole span")}<//>`
            : html`<span class="aside">${_("Drag to look at a part.")}</span>`}
        </div>
        <${Chart}
          data=${data}
          label=${_("Packets to dark space, minute by minute")}
          series=${[{ name: _("packets"), colour: "--accent" }, { name: _("sources"), colour: "--high" }]}
          brush=${(/** @type {number} */ first, /** @type {number} */ last) => look(isoOf(first), isoOf(last))}
        />
        <${Span} key=${`${from} ${to}`} from=${from} to=${to} change=${look} />
        ${!chosen.length && html`<p class="aside" role="status">${_("Nothing came then; all minutes are shown.")}</p>`}
        <details>
          <summary>${_("The same as a table")}</summary>
          <${Minutes} minutes=${minutes} />
        </details>
      </section>
      <section class="panel">
        <h2>${_("Ports by minutes")} <small class="aside">${_("the most frequent of each minute")}</small></h2>
        <${Heat} minutes=${minutes} ports=${ports} />
      </section>
      <section class="panel">
        <h2>${_("Most frequent ports")}</h2>
        <${Ports} ports=${ports} packets=${minutes.reduce((sum, each) => sum + each.packets, 0)} />
      </section>
    </div>`;
}

/** @param {number} seconds since 1970 */
function isoOf(seconds) {
  return new Date(Math.round(seconds) * 1000).toISOString().replace(".000Z", "Z");
}

/** @param {{ ports: import("../traffic/ports.js").Port[], packets: number }} props */
function Ports({ ports, packets }) {
  return html`<div class="scroll">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">${_("port")}</th>
          <th scope="col" class="number">${_("packets")}</th>
          <th scope="col" class="number">${_("share of all")}</th>
          <th scope="col">${_("most in the minute")}</th>
        </tr>
      </thead>
      <tbody>
        ${ports.map(
          (port) => html`<tr>
            <td><strong>${port.name}</strong></td>
            <td class="number">${number(port.packets)}</td>
            <td class="number">${number(port.packets / Math.max(1, packets), { style: "percent", maximumFractionDigits: 1 })}</td>
            <td><${Moment} at=${port.peak} /></td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** @param {{ minutes: import("../traffic/ports.js").Minute[] }} props */
function Minutes({ minutes }) {
  return html`<div class="scroll" role="region" tabindex="0" aria-label=${_("The same as a table")}>
    <table class="table">
      <thead>
        <tr>
          <th scope="col">${_("minute")}</th>
          <th scope="col" class="number">${_("packets")}</th>
          <th scope="col" class="number">${_("sources")}</th>
          <th scope="col">${_("most frequent ports")}</th>
        </tr>
      </thead>
      <tbody>
        ${minutes.toReversed().map(
          ({ at, packets, sources, exact, top }) => html`<tr>
            <td class="still"><${Moment} at=${at} /></td>
            <td class="number">${number(packets)}</td>
            <td class="number">${exact ? number(sources) : _("about {value}", { value: number(sources) })}</td>
            <td>${top.slice(0, 5).map(([name, count]) => html`<span class="tally">${name} <small>${number(count)}</small></span>`)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
