// A moment as of which something is told, for whoever asks how it was.
import { html, useState } from "ui";

import { _, pgettext } from "../i18n.js";
import { preferences } from "../preferences.js";
import { Button } from "./button.js";
import { TextField } from "./field.js";
import { fieldOf, momentOf } from "./span.js";

/**
 * @param {object} props
 * @param {string} props.at ISO 8601; empty for now.
 * @param {(at: string) => void} props.change
 */
export function AsOf({ at, change }) {
  const { zone } = preferences.value;
  const [chosen, setChosen] = useState(fieldOf(at, zone));
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    change(momentOf(chosen, zone));
  };
  return html`<form class="span" onSubmit=${send}>
    <${TextField} label=${zone === "utc" ? _("At (UTC)") : pgettext("moment", "At")} kind="datetime-local" value=${chosen} change=${setChosen} />
    <${Button}>${_("Show")}<//>
    ${at && html`<${Button} run=${() => change("")}>${_("Now")}<//>`}
  </form>`;
}
