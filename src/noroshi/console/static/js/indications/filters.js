// Which indications are shown. Every choice goes into the address.
import { html, useState } from "ui";

import { query } from "../api.js";
import { _ } from "../i18n.js";
import { Button } from "../parts/button.js";
import { go } from "../router.js";

/** @typedef {import("./model.js").Filter} Filter */

/** @param {{ filter: Filter }} props */
export function Filters({ filter }) {
  const change = (/** @type {Partial<Filter>} */ part) => go(`/indications${query({ ...filter, ...part })}`);
  const views = [
    [_("All"), ""],
    [_("Going on"), "false"],
    [_("Over"), "true"],
  ];
  return html`<div class="filters" role="group" aria-label=${_("Which indications")}>
    <div class="tabs">
      ${views.map(
        ([word, ended]) => html`<button type="button" aria-pressed=${String(filter.ended === ended)} onClick=${() => change({ ended })}>
          ${word}
        </button>`,
      )}
    </div>
    <${Subject} key=${filter.subject} value=${filter.subject} change=${(/** @type {string} */ subject) => change({ subject })} />
    ${Object.values(filter).some(Boolean) && html`<${Button} look="quiet" icon="close" run=${() => go("/indications")}>${_("Clear")}<//>`}
  </div>`;
}

/** @param {{ value: string, change: (subject: string) => void }} props */
function Subject({ value, change }) {
  const [text, setText] = useState(value);
  const submit = (/** @type {Event} */ event) => [event.preventDefault(), change(text.trim().toLowerCase())];
  return html`<form class="filters-field" onSubmit=${submit}>
    <input
      type="text"
      aria-label=${_("Port, such as tcp/23")}
      placeholder=${_("Port, such as tcp/23")}
      value=${text}
      onInput=${(/** @type {any} */ event) => setText(event.target.value)}
    />
  </form>`;
}
