// A few packets as seen: what differs as a table, what all share once.
import { html } from "ui";

import { _, ngettext } from "../i18n.js";
import { Moment } from "../parts/moment.js";
import { may } from "../session.js";

/** @typedef {Record<string, string | number>} Sample */

/** Where a sample has its packet's first bytes, as hexadecimal digits; only for those who may read them. */
const FIRST_BYTES = "first_bytes";

/** What the Internet's protocols are called, by their number (IANA). */
const PROTOCOLS = /** @type {Record<string, string>} */ ({ 1: "ICMP", 6: "TCP", 17: "UDP", 47: "GRE", 58: "ICMPv6" });

/** @param {{ id: string, samples: Sample[] }} props */
export function Samples({ id, samples }) {
  if (!samples.length) return null;
  const names = Object.keys(samples[0]).filter((name) => name !== FIRST_BYTES);
  const hasBytes = samples.some((each) => each[FIRST_BYTES]);
  const isShared = (/** @type {string} */ name) => samples.every((each) => each[name] === samples[0][name]);
  const differing = names.filter((name) => samples.length === 1 || !isShared(name));
  const shared = names.filter((name) => !differing.includes(name) && samples[0][name] !== "");
  return html`<section class="panel">
    <div class="panel-head">
      <h2>${_("Sample packets")} <small class="aside">${ngettext("{n} of those seen", "{n} of those seen", samples.length)}</small></h2>
      ${hasBytes && html`<a class="button" href="/api/v1/alerts/${id}/samples.pcap" download>${_("Download as pcap")}</a>`}
    </div>
    <div class="scroll" tabindex="0" role="region" aria-label=${_("Sample packets")}>
      <table class="table samples">
        <thead>
          <tr>${differing.map((name) => html`<th scope="col">${titleOf(name)}</th>`)}</tr>
        </thead>
        <tbody>
          ${samples.map((sample) => html`<tr>${differing.map((name) => html`<td><${Value} name=${name} value=${sample[name]} /></td>`)}</tr>`)}
        </tbody>
      </table>
    </div>
    ${shared.length > 0 &&
    html`<p class="samples-shared">
      <span class="aside">${_("All the same:")}</span>
      ${shared.map((name) => html`<span class="tally"><small>${titleOf(name)}</small> <${Value} name=${name} value=${samples[0][name]} /></span>`)}
    </p>`}
    ${hasBytes
      ? html`<details class="samples-bytes">
          <summary>${_("first bytes")}</summary>
          ${samples.map((each) => html`<pre tabindex="0">${dump(String(each[FIRST_BYTES] ?? ""))}</pre>`)}
        </details>`
      : may("samples") && html`<p class="aside">${FIRST_BYTES in samples[0] ? _("No bytes were kept: flows have none.") : _("Their bytes are for those who may know where dark space lies.")}</p>`}
  </section>`;
}

/**
 * Bytes as people read them: where they are, sixteen of them in hexadecimal, and as ASCII what can be printed.
 *
 * @param {string} digits
 */
export function dump(digits) {
  const bytes = digits.match(/../g) ?? [];
  const lines = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const part = bytes.slice(at, at + 16);
    const text = part.map((each) => (each >= "20" && each < "7f" ? String.fromCharCode(parseInt(each, 16)) : ".")).join("");
    lines.push(`${at.toString(16).padStart(4, "0")}  ${part.join(" ").padEnd(47)}  ${text}`);
  }
  return lines.join("\n");
}

/** @param {{ name: string, value: string | number }} props */
function Value({ name, value }) {
  if (name === "time") return html`<${Moment} at=${String(value)} />`;
  if (name === "protocol") return html`${PROTOCOLS[value] ?? value}`;
  return html`${value}`;
}

/** @param {string} name */
function titleOf(name) {
  const known = /** @type {Record<string, string>} */ ({
    time: _("time"),
    source: _("source"),
    source_port: _("source port"),
    destination: _("destination"),
    destination_port: _("destination port"),
    protocol: _("protocol"),
    tcp_flags: _("TCP flags"),
    ttl: _("TTL"),
    ip_id: _("IP id"),
    sequence: _("sequence"),
    window: _("window"),
    length: _("length"),
  });
  return known[name] ?? name.replaceAll("_", " ");
}
