// A span of time to choose in two fields, for those who do not draw it on a chart, or want it to the minute.
import { html, useState } from "ui";

import { _, pgettext } from "../i18n.js";
import { preferences } from "../preferences.js";
import { Button } from "./button.js";
import { TextField } from "./field.js";

/**
 * Two fields, and what they hold: at first the span that is shown, so whoever shows another gives its component a new key.
 * @param {string} from ISO 8601; empty for none.
 * @param {string} to
 * @returns {{ fields: any, chosen: () => [string, string] }}
 */
export function useSpan(from, to) {
  const { zone } = preferences.value;
  const [first, setFirst] = useState(fieldOf(from, zone));
  const [last, setLast] = useState(fieldOf(to, zone));
  const isUtc = zone === "utc";
  return {
    fields: html`<${TextField} label=${isUtc ? _("From (UTC)") : pgettext("moment", "From")} kind="datetime-local" value=${first} change=${setFirst} first />
      <${TextField} label=${isUtc ? _("To (UTC)") : pgettext("moment", "To")} kind="datetime-local" value=${last} change=${setLast} />`,
    chosen: () => [momentOf(first, zone), momentOf(last, zone)],
  };
}

/**
 * The two fields beside a chart.
 * @param {object} props
 * @param {string} props.from ISO 8601; empty for none.
 * @param {string} props.to
 * @param {(from: string, to: string) => void} props.change
 */
export function Span({ from, to, change }) {
  const { fields, chosen } = useSpan(from, to);
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    change(...chosen());
  };
  return html`<form class="span" onSubmit=${send}>${fields}<${Button}>${_("Show")}<//></form>`;
}

/**
 * A moment as a field has it, by the zone that the person reads.
 * @param {string} iso
 * @param {string} zone
 */
export function fieldOf(iso, zone) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const shifted = zone === "utc" ? at : new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

/**
 * @param {string} field
 * @param {string} zone
 * @returns {string} ISO 8601 in UTC; empty if the field is.
 */
export function momentOf(field, zone) {
  const at = new Date(zone === "utc" ? `${field}Z` : field);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString().replace(/\.\d+Z/, "Z");
}
