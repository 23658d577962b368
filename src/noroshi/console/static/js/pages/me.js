// One's own settings: how the console looks and speaks, and what opens the door.
import { html, useState } from "ui";

import { call, post } from "../api.js";
import { _, LANGUAGES, language, pgettext, speak } from "../i18n.js";
import { Passkeys } from "../own/passkeys.js";
import { RecoveryCodes } from "../own/recovery-codes.js";
import { Tokens } from "../own/tokens.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { Choice, Tick } from "../parts/field.js";
import { prefer, preferences } from "../preferences.js";
import { session } from "../session.js";
import { trouble } from "../toasts.js";
import { roleWord, severityWord } from "../words.js";

export function title() {
  return _("My settings");
}

export default function Me() {
  const person = session.value?.person;
  return html`<header class="page-head">
      <h1>${person?.name}</h1>
      <span class="tag">${roleWord(person?.role ?? "")}</span>
      ${person?.organisation && html`<span class="aside">${person.organisation}</span>`}
    </header>
    <div class="own">
      <${Looks} />
      <div class="stack"><${Passkeys} /><${Recovery} /><${Tokens} /></div>
    </div>`;
}

function Looks() {
  const { theme, zone, density, shortcuts, sound } = preferences.value;
  const choose = (/** @type {string} */ code) => {
    prefer({ language: code });
    speak(code);
    call("PATCH", "/me", { body: { language: code } }).catch(trouble);
  };
  const sounds = ["medium", "high", "critical"].map((code) => [code, _("{severity} or more", { severity: severityWord(code) })]);
  return html`<section class="panel stack">
    <h2>${_("How it looks and speaks")}</h2>
    <${Choice} label=${_("Language")} value=${language.value} choices=${Object.entries(LANGUAGES)} change=${choose} />
    <${Choice} label=${_("Colours")} value=${theme} change=${(/** @type {string} */ to) => prefer({ theme: to })}
      choices=${[["auto", _("as this machine")], ["dark", pgettext("theme", "dark")], ["light", pgettext("theme", "light")]]} />
    <${Choice} label=${_("Times")} value=${zone} change=${(/** @type {string} */ to) => prefer({ zone: to })}
      choices=${[["utc", "UTC"], ["local", _("as this machine")]]} />
    <${Choice} label=${_("Rows")} value=${density} change=${(/** @type {string} */ to) => prefer({ density: to })}
      choices=${[["comfortable", _("comfortable")], ["compact", _("compact")]]} />
    <${Choice} label=${_("Sound on new alerts")} value=${sound} change=${(/** @type {string} */ to) => prefer({ sound: to })}
      choices=${[["", _("never")], ...sounds]} />
    <${Tick} label=${_("Single letters do things")} value=${shortcuts} change=${(/** @type {boolean} */ to) => prefer({ shortcuts: to })}
      hint=${_("Turn this off if you dictate, or if letters are typed by accident. Ctrl K always searches.")} />
  </section>`;
}

function Recovery() {
  const [codes, setCodes] = useState(/** @type {string[] | null} */ (null));
  const make = () => post("/me/recovery-codes").then((given) => setCodes(given.recovery_codes), trouble);
  return html`<section class="panel">
    <div class="panel-head">
      <h2>${_("Recovery codes")}</h2>
      <${Button} run=${make}>${_("Make new ones")}<//>
    </div>
    <p class="aside">${_("They open the door when your device is lost. New ones make the old ones worth nothing.")}</p>
    ${codes && html`<${Dialog} title=${_("Keep these codes")} close=${() => setCodes(null)}><${RecoveryCodes} codes=${codes} /><//>`}
  </section>`;
}
