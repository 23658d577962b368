// The frame of pages for people who have not signed in: the centre's name, a box, and the languages.
import { html } from "ui";

import { LANGUAGES, language, speak } from "../i18n.js";
import { prefer } from "../preferences.js";
import { about } from "../session.js";
import { Beacon } from "./beacon.js";

/** @param {{ title: string, children: any }} props */
export function Gate({ title, children }) {
  const choose = (/** @type {string} */ code) => {
    prefer({ language: code });
    speak(code);
  };
  return html`<div class="gate">
    <div class="gate-sign"><${Beacon} /><p>Noroshi</p></div>
    <div class="panel gate-box stack">
      <h1>${title}</h1>
      ${about.value.centre && html`<p class="aside">${about.value.centre}</p>`}
      ${children}
    </div>
    <div class="gate-languages">
      ${Object.entries(LANGUAGES).map(
        ([code, word]) => html`<button
          type="button"
          lang=${code}
          aria-pressed=${String(code === language.value)}
          onClick=${() => choose(code)}
        >
          ${word}
        </button>`,
      )}
    </div>
  </div>`;
}
