// The words of the house, as docs/glossary.md has them; `make catalogues` writes them for this page.
import { html, useEffect, useState } from "ui";

import { _ } from "../i18n.js";
import { TextField } from "../parts/field.js";
import { Trouble } from "../parts/loading.js";

/** @typedef {{ title: string, terms: [string, string][] }} Part */

export function Glossary() {
  const [parts, setParts] = useState(/** @type {Part[] | null} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [text, setText] = useState("");
  useEffect(() => {
    fetch("/static/glossary.json").then((answer) => answer.json()).then(setParts, setError);
  }, []);
  const wanted = text.trim().toLowerCase();
  const found = (parts ?? [])
    .map(({ title, terms }) => ({ title, terms: terms.filter(([term, meaning]) => `${term} ${meaning}`.toLowerCase().includes(wanted)) }))
    .filter(({ terms }) => terms.length);
  return html`${error && html`<${Trouble} error=${error} />`}
    <${TextField} kind="search" label=${_("Look for a word")} value=${text} change=${setText} />
    ${parts && !found.length && html`<p class="aside" role="status">${_("No such word.")}</p>`}
    <div lang="en">
      ${found.map(
        ({ title, terms }) => html`<h3 class="glossary-part">${title}</h3>
          <dl class="facts glossary">${terms.map(([term, meaning]) => html`<dt>${term}</dt><dd>${marked(meaning)}</dd>`)}</dl>`,
      )}
    </div>`;
}

/** What stands in back-ticks is code. @param {string} meaning */
function marked(meaning) {
  return meaning.split("`").map((part, at) => (at % 2 ? html`<code>${part}</code>` : part));
}
