// What exactly somebody is told about an alert or an indication, field by field; what is not told is not there.
import { html } from "ui";

import { _, number } from "../i18n.js";
import { Moment } from "../parts/moment.js";
import { kindWord, outcomeWord, severityWord, stateWord } from "../words.js";

/** @param {{ finding: any }} props */
export function Finding({ finding }) {
  return html`<dl class="facts finding">
    ${told(finding).map(([word, value]) => html`<dt>${word}</dt><dd>${value}</dd>`)}
  </dl>`;
}

/** @param {{ sign: any }} props */
export function Sign({ sign }) {
  return html`<dl class="facts finding">
    <dt>${_("id")}</dt>
    <dd>${sign.id}</dd>
    <dt>${_("kind")}</dt>
    <dd>${kindWord(sign.kind)}</dd>
    <dt>${_("ports")}</dt>
    <dd>${sign.port}</dd>
    <dt>${_("first seen")}</dt>
    <dd><${Moment} at=${sign.first} full /></dd>
    <dt>${_("last seen")}</dt>
    <dd><${Moment} at=${sign.last} full /></dd>
    <dt>${_("sources")}</dt>
    <dd>${number(sign.sources)}</dd>
    <dt>${_("observations")}</dt>
    <dd>${number(sign.observations)}</dd>
    <dt>${_("confidence")}</dt>
    <dd>${number(sign.confidence, { style: "percent" })}</dd>
    <dt>${_("marking")}</dt>
    <dd>TLP:${sign.marking.toUpperCase()}</dd>
  </dl>`;
}

/**
 * The fields that are told, with their words.
 * @param {any} finding
 * @returns {[string, any][]}
 */
function told(finding) {
  const network = [finding.asn === null ? "" : `AS${finding.asn}`, finding.country].filter(Boolean).join(" ");
  const ports = finding.ports.map((/** @type {any} */ { protocol, port, observations }) => `${protocol}/${port}${observations ? ` × ${number(observations)}` : ""}`);
  /** @type {[string, any][]} */
  const all = [
    [_("id"), finding.id],
    [_("kind"), kindWord(finding.kind)],
    [_("address"), finding.subject],
    [_("network"), network],
    [_("severity"), severityWord(finding.severity)],
    [_("first seen"), html`<${Moment} at=${finding.first} full />`],
    [_("last seen"), html`<${Moment} at=${finding.last} full />`],
    [_("observations"), finding.observations ? number(finding.observations) : ""],
    [_("ports"), ports.join(", ")],
    [_("patterns"), finding.labels.join(", ")],
    [_("confidence"), number(finding.confidence, { style: "percent" })],
    [_("sentence"), finding.why && html`<span lang="en">${finding.why}</span>`],
    [_("state"), finding.outcome ? outcomeWord(finding.outcome) : stateWord(finding.state)],
    [_("marking"), `TLP:${finding.marking.toUpperCase()}`],
  ];
  return all.filter(([, value]) => value !== "");
}
