// What an organisation answers for: as a map, as a ring, and as a table that says the same.
import { html } from "ui";

import { addressHref } from "../addresses/ipv4.js";
import { _, ngettext, number } from "../i18n.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { useWord } from "../words.js";
import { SpaceMap } from "./map.js";
import { Ring } from "./ring.js";
import { sizeOf } from "./space.js";

/** @param {{ id: string, name: string, alerts: any[] }} props */
export function Space({ id, name, alerts }) {
  const answer = useAnswer(`/organisations/${encodeURIComponent(id)}/map`);
  return html`<section class="panel">
    <h2>${_("Its address space")}</h2>
    <${Answered} answer=${answer}>${(/** @type {any} */ space) => html`<${Shown} space=${space} name=${name} alerts=${alerts} />`}<//>
  </section>`;
}

/** @param {{ space: import("./space.js").Space, name: string, alerts: any[] }} props */
function Shown({ space, name, alerts }) {
  if (!sizeOf(space)) return html`<p class="aside">${_("It holds no IPv4 prefix.")}</p><${Ipv6} prefixes=${space.ipv6} />`;
  const said = { name, live: space.live, dark: space.dark ?? 0, alerts: alerts.length };
  const label = space.masked
    ? _("{name}: {live} live addresses, {alerts} alerts", said)
    : _("{name}: {live} live and {dark} dark addresses, {alerts} alerts", said);
  return html`<div class="space">
      <${SpaceMap} space=${space} alerts=${alerts} label=${label} />
      <div class="space-side">
        <${Ring} space=${space} alerts=${alerts} label=${label} />
        <${Legend} space=${space} />
      </div>
    </div>
    <${Ipv6} prefixes=${space.ipv6} />
    <details>
      <summary>${_("The same as a table")}</summary>
      <${Pieces} space=${space} />
    </details>`;
}

/** @param {{ space: import("./space.js").Space }} props */
function Legend({ space: { live, dark, masked } }) {
  const whole = live + (dark ?? 0);
  return html`<ul class="legend">
    <li><span class="swatch swatch-live"></span>${_("live: {n} addresses", { n: live })}</li>
    ${dark !== null &&
    html`<li><span class="swatch swatch-dark"></span>${_("dark: {n} addresses", { n: dark })}</li>
      <li class="aside">${_("coverage: {share} is dark, and sees", { share: number(whole ? dark / whole : 0, { style: "percent", maximumFractionDigits: 1 }) })}</li>`}
    ${masked && html`<li class="aside">${_("Dark space is left out: your role does not see where it lies.")}</li>`}
    <li class="aside">${_("Signs are alerts that somebody has to do something about.")}</li>
  </ul>`;
}

/** @param {{ space: import("./space.js").Space }} props */
function Pieces({ space }) {
  return html`<div class="scroll">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">${_("prefix")}</th>
          <th scope="col">${_("use")}</th>
          <th scope="col" class="number">${_("addresses")}</th>
        </tr>
      </thead>
      <tbody>
        ${space.pieces.map(
          ({ prefix, use, size }) => html`<tr>
            <td><a href=${addressHref(prefix)}>${prefix}</a></td>
            <td><span class="swatch swatch-${use}"></span> ${useWord(use)}</td>
            <td class="number">${number(size)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** @param {{ prefixes: string[] }} props */
function Ipv6({ prefixes }) {
  if (!prefixes.length) return null;
  const said = ngettext("and {n} IPv6 prefix, which no map has room for:", "and {n} IPv6 prefixes, which no map has room for:", prefixes.length);
  return html`<p>${said} ${prefixes.map((each) => html`<span class="tally">${each}</span>`)}</p>`;
}
