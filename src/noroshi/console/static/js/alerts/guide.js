// What a member can do about the alert: how to confirm it, clean up and prevent it, from the domain's guides.
import { html, useState } from "ui";

import { query } from "../api.js";
import { _, language } from "../i18n.js";
import { Answered, useAnswer } from "../parts/loading.js";

/** @param {{ kind: string, labels: { name: string }[] }} props */
export function Guide({ kind, labels }) {
  const [isOpen, setOpen] = useState(false);
  const wanted = query({ language: language.value, label: labels.map(({ name }) => name) });
  const answer = useAnswer(isOpen ? `/guides/${encodeURIComponent(kind)}${wanted}` : null);
  return html`<details class="panel" onToggle=${(/** @type {any} */ event) => setOpen(event.target.open)}>
    <summary><h2>${_("What to do about it")}</h2></summary>
    ${isOpen && html`<${Answered} answer=${answer}>${(/** @type {any} */ guide) => html`<${Steps} guide=${guide} />`}<//>`}
  </details>`;
}

/** @param {{ guide: any }} props */
export function Steps({ guide }) {
  return html`<div class="guide" lang=${guide.language}>
      <p><strong>${guide.title}</strong></p>
      ${guide.sections.map(
        (/** @type {any} */ { name, heading, steps }) => html`<h3>${heading}</h3>
          ${name === "what"
            ? steps.map((/** @type {string} */ step) => html`<p>${step}</p>`)
            : html`<ol>${steps.map((/** @type {string} */ step) => html`<li>${step}</li>`)}</ol>`}`,
      )}
    </div>
    <p class="aside">${_("Version {version} of {date}. It rests on: {sources}", { version: guide.version, date: guide.date, sources: guide.sources.join("; ") })}</p>`;
}
