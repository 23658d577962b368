// What each partner may know of one thing and why, and what exactly it is told.
import { html } from "ui";

import { _ } from "../i18n.js";
import { Answered } from "../parts/loading.js";
import { Finding, Sign } from "./finding.js";
import { levelWord, ruleWord } from "./words.js";

/** @param {{ answer: ReturnType<typeof import("../parts/loading.js").useAnswer> }} props */
export function Decisions({ answer }) {
  return html`<${Answered} answer=${answer}>
    ${(/** @type {any[]} */ all) =>
      all.length
        ? html`<ul class="list decisions">${all.map((each) => html`<${Decision} key=${each.to} decision=${each} />`)}</ul>`
        : html`<p class="aside">${_("We exchange with no partner.")}</p>`}
  <//>`;
}

/** @param {{ decision: any }} props */
function Decision({ decision: { to, level, rule, reason, finding, sign } }) {
  return html`<li>
    <div>
      <p><a href="/partners/${encodeURIComponent(to)}"><strong>${to}</strong></a> ${levelWord(level)}: ${ruleWord(rule)}</p>
      <p class="aside" lang="en">${reason}</p>
      ${rule === "second-person" && html`<p><a href="/releases">${_("To the releases that wait")}</a></p>`}
      ${(finding || sign) &&
      html`<details><summary>${_("Exactly what it is told")}</summary>${finding ? html`<${Finding} finding=${finding} />` : html`<${Sign} sign=${sign} />`}</details>`}
    </div>
  </li>`;
}
