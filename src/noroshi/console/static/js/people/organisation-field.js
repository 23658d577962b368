// Which organisation a member belongs to.
import { html } from "ui";

import { _ } from "../i18n.js";
import { Choice } from "../parts/field.js";
import { useAnswer } from "../parts/loading.js";

/** @param {{ value: string, change: (value: string) => void }} props */
export function OrganisationField({ value, change }) {
  const { data } = useAnswer("/organisations?limit=1000");
  const known = (data?.items ?? data ?? []).map((/** @type {any} */ { id, name }) => [id, name]);
  return html`<${Choice} label=${_("Organisation")} value=${value} choices=${[["", _("choose one")], ...known]} change=${change} />`;
}
