// Codes that open the door once each, when the passkey or the authenticator is lost. They are shown once.
import { html } from "ui";

import { _ } from "../i18n.js";
import { Button } from "../parts/button.js";
import { done, trouble } from "../toasts.js";

/** @param {{ codes: string[] }} props */
export function RecoveryCodes({ codes }) {
  const copy = () => navigator.clipboard.writeText(codes.join("\n")).then(() => done(_("Copied.")), trouble);
  return html`<p>${_("Each opens the door once, should you lose your device. Print them, or keep them with your passwords: they are not shown again.")}</p>
    <ul class="codes">
      ${codes.map((code) => html`<li><code>${code}</code></li>`)}
    </ul>
    <div class="actions">
      <${Button} icon="note" run=${copy}>${_("Copy")}<//>
      <${Button} icon="reports" run=${() => print()}>${_("Print")}<//>
    </div>`;
}
