// An address that no page answers to.
import { html } from "ui";

import { _ } from "../i18n.js";
import { Nothing } from "../parts/loading.js";

export function title() {
  return _("No such page");
}

export default function Missing() {
  return html`<h1>${_("No such page")}</h1>
    <${Nothing} title=${_("Nothing answers to this address.")}><a href="/">${_("To the alerts")}</a><//>`;
}
