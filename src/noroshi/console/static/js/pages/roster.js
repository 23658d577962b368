// The register as a roster: taken away as a file, and brought as one, once it is seen what that changes.
import { html, useState } from "ui";

import { Problem, post } from "../api.js";
import { _ } from "../i18n.js";
import { Imported } from "../organisations/imported.js";
import { Button } from "../parts/button.js";
import { FileField, TextField } from "../parts/field.js";
import { Nothing, Trouble } from "../parts/loading.js";
import { textOf } from "../parts/text-file.js";
import { may } from "../session.js";
import { done } from "../toasts.js";

export function title() {
  return _("Roster");
}

export default function Roster() {
  return html`<header class="page-head">
      <h1>${_("Roster")}</h1>
      ${may("register") && html`<div class="actions">${["yaml", "csv"].map((kind) => html`<a class="button" href="/api/v1/roster.${kind}" download>${_("Export as {kind}", { kind: kind.toUpperCase() })}</a>`)}</div>`}
    </header>
    ${may("register") ? html`<${Bringing} />` : html`<${Nothing} title=${_("Administrators alone bring rosters.")}>${_("A roster says where dark space lies, and how everybody is told.")}<//>`}`;
}

/** What is known of a roster so far: what it would change, or did, or what is wrong with it. @typedef {{ imported?: any, error?: unknown }} Known */

function Bringing() {
  const [roster, setRoster] = useState(/** @type {string | null} */ (null));
  const [source, setSource] = useState("");
  const [known, setKnown] = useState(/** @type {Known} */ ({}));
  const choose = async (/** @type {File} */ file) => {
    setSource(file.name);
    setKnown({});
    setRoster(null);
    await textOf(file).then(setRoster, (error) => setKnown({ error }));
  };
  const rename = (/** @type {string} */ name) => [setSource(name), setKnown({})];
  const ask = (/** @type {string} */ path) =>
    post(path, { source, roster }).then(
      (imported) => [setKnown({ imported }), imported.dry_run || done(_("{source} is imported.", { source }))],
      (error) => setKnown({ error }),
    );
  const preview = (/** @type {Event} */ event) => [event.preventDefault(), roster !== null && ask("/roster/preview")];
  return html`<div class="stack">
    <form class="panel stack" onSubmit=${preview}>
      <div class="pair">
        <${FileField} label=${_("Roster file")} kinds=".yaml,.yml,.csv" choose=${choose} hint=${_("In YAML or CSV, as it is exported here.")} />
        <${TextField} label=${_("Name of the roster")} value=${source} change=${rename} required hint=${_("It changes what a roster of the same name brought, and retires what it no longer has. Rows of persons and of other rosters stay.")} />
      </div>
      <div class="actions"><${Button} look="main" disabled=${roster === null}>${_("Preview")}<//></div>
    </form>
    ${known.error !== undefined && html`<${Faults} error=${known.error} />`}
    ${known.imported && html`<${Imported} imported=${known.imported} bring=${() => ask("/roster")} />`}
  </div>`;
}

/** @param {{ error: unknown }} props */
function Faults({ error }) {
  const faults = error instanceof Problem ? (error.body.faults ?? []) : [];
  return html`<${Trouble} error=${error} />
    ${faults.length > 0 && html`<ul class="panel list" lang="en">${faults.map((/** @type {string} */ fault) => html`<li class="whole">${fault}</li>`)}</ul>`}`;
}
