// What somebody new to the console asks first.
import { html } from "ui";

import { _ } from "../i18n.js";
import { Severity } from "../parts/severity.js";
import { kinds } from "../words.js";

/** @returns {[string, string][]} */
function examples() {
  return [
    ["192.0.2.66", _("an address: who holds it, its alerts, what it did")],
    ["192.0.2.0/24", _("a prefix: the same for all in it")],
    ["tcp/23", _("a port: alerts in which most packets went there")],
    ["A-7QX3M2K", _("an alert, by the id that is said on the telephone")],
    ["university", _("organisations, by a part of their name")],
  ];
}

export function Search() {
  return html`<p>${_("Press / anywhere, then type one of these.")}</p>
    <dl class="facts">
      ${examples().map(([text, meaning]) => html`<dt><code>${text}</code></dt><dd>${meaning}</dd>`)}
    </dl>
    <p class="aside">${_("Enter without a choice looks through all alerts. The address in the browser is a link that shows the same tomorrow.")}</p>`;
}

export function Why() {
  return html`<p>${_("Nobody has a reason to send packets to addresses that are not in use. Whoever does is infected, set up wrongly, under attack with forged addresses, or a researcher who scans everything.")}</p>
    <p>${_("Each alert says by which rule it fired: the measures, each beside the threshold that it had to reach; what speaks for it; and the strongest that speaks against it.")}</p>
    <p>${_("A passive darknet alone never proves that a source address is genuine: read “may be spoofed” before you call somebody infected.")}</p>
    <h3>${_("How soon somebody should act")}</h3>
    <ul class="severities">
      ${["critical", "high", "medium", "low"].map((severity) => html`<li><${Severity} severity=${severity} /></li>`)}
    </ul>
    <h3>${_("Kinds")}</h3>
    <ul class="severities">${kinds().map(([, word]) => html`<li><span class="tag">${word}</span></li>`)}</ul>`;
}

export function Dot() {
  return html`<p>${_("On the picture one dot is one packet on its way to an address, shown when it came. Where more come than can be shown, some are left out; the picture says for how many one dot stands, and the counters beside it are exact.")}</p>
    <p>${_("On an organisation's map each place is an address. Blue is in use, dark blue is dark; a sign stands where an alert is. Dark space is shown only to those who may know where it lies.")}</p>
    <p>${_("Where an address is says nothing of who sits behind it: no dot is an accusation.")}</p>`;
}

/** @returns {[string, string][]} */
function markings() {
  return [
    ["TLP:CLEAR", _("No limit on whom it may be told.")],
    ["TLP:GREEN", _("Within the community, not in public.")],
    ["TLP:AMBER", _("Within the organisation and with its clients, where they need to know.")],
    ["TLP:AMBER+STRICT", _("Within the organisation only.")],
    ["TLP:RED", _("For the persons who got it, and nobody else.")],
  ];
}

export function Tlp() {
  return html`<dl class="facts">${markings().map(([mark, meaning]) => html`<dt><span class="tag">${mark}</span></dt><dd>${meaning}</dd>`)}</dl>
    <p class="aside">${_("The Traffic Light Protocol 2.0, by FIRST (2022). What this console shows of members' machines is TLP:AMBER.")}</p>`;
}
