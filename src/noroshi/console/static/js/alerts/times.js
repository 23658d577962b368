// When the alerts that are shown were last seen.
import { html } from "ui";

import { _ } from "../i18n.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { useSpan } from "../parts/span.js";
import { momentText } from "../time.js";

/** @typedef {{ from: string, to: string }} Times ISO 8601; empty for none. */

/** What the times are in words. @param {Times} times */
export function timesText({ from, to }) {
  return from || to ? `${from && momentText(from)} – ${to && momentText(to)}` : _("any time");
}

/** @param {{ times: Times, change: (times: Times) => void, close: () => void }} props */
export function TimesDialog({ times, change, close }) {
  const { fields, chosen } = useSpan(times.from, times.to);
  const set = (/** @type {string} */ from, /** @type {string} */ to) => {
    close();
    change({ from, to });
  };
  return html`<${Dialog} title=${_("Last seen")} close=${close} word=${_("Show")} send=${() => set(...chosen())}>
    ${fields}
    <${Button} run=${() => set("", "")}>${_("Any time")}<//>
  <//>`;
}
