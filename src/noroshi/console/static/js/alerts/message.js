// Ready text for the member: what a notice says, in their language, to be read out or pasted.
import { html, useState } from "ui";

import { query } from "../api.js";
import { _, LANGUAGES } from "../i18n.js";
import { Button } from "../parts/button.js";
import { Choice } from "../parts/field.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { done, trouble } from "../toasts.js";

/** Languages that notices are written in. */
const WRITTEN = /** @type {const} */ (["en", "ja"]);

/** @param {{ id: string }} props */
export function Message({ id }) {
  const [language, setLanguage] = useState("");
  const [isOpen, setOpen] = useState(false);
  const answer = useAnswer(isOpen ? `/alerts/${id}/text${query({ language })}` : null);
  const choices = WRITTEN.map((code) => [code, LANGUAGES[code]]);
  return html`<details class="panel" onToggle=${(/** @type {any} */ event) => setOpen(event.target.open)}>
    <summary><h2>${_("Ready text for the member")}</h2></summary>
    ${isOpen &&
    html`<${Answered} answer=${answer}>
      ${(/** @type {any} */ message) => html`<div class="actions message-actions">
          <${Choice} bare label=${_("Language")} value=${language || message.language} choices=${choices} change=${setLanguage} />
          <${Button} icon="note" run=${() => copy(message)}>${_("Copy")}<//>
        </div>
        <div lang=${message.language}>
          ${message.subject && html`<p><strong>${message.subject}</strong></p>`}
          <pre class="message" tabindex="0">${message.text}</pre>
        </div>`}
    <//>`}
  </details>`;
}

/** @param {{ subject?: string, text: string }} message */
function copy({ subject, text }) {
  navigator.clipboard.writeText([subject, text].filter(Boolean).join("\n\n")).then(() => done(_("Copied.")), trouble);
}
