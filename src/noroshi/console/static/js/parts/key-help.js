// Which keys do what, here and now.
import { html } from "ui";

import { _ } from "../i18n.js";
import { bindings } from "../keyboard.js";
import { prefer, preferences } from "../preferences.js";
import { Dialog } from "./dialog.js";
import { Tick } from "./field.js";

/** How keyboards write the keys that have long names. */
const SHORT = /** @type {Record<string, string>} */ ({
  Control: "Ctrl",
  Escape: "Esc",
  PageDown: "PgDn",
  PageUp: "PgUp",
  Enter: "↵",
});

/** @param {{ close: () => void }} props */
export function KeyHelp({ close }) {
  const all = new Map(bindings().map((each) => [each.keys, each.says]));
  const go = [...all].filter(([keys]) => keys.startsWith("g "));
  const here = [...all].filter(([keys]) => !keys.startsWith("g ") && !keys.startsWith("Arrow"));
  return html`<${Dialog} title=${_("Keys")} close=${close} wide>
    <div class="keys">
      <${Keys} title=${_("On this page")} rows=${here} />
      <${Keys} title=${_("Other pages")} rows=${go} />
    </div>
    <${Tick}
      label=${_("Single letters do things")}
      hint=${_("Turn this off if you dictate, or if letters are typed by accident. Ctrl K always searches.")}
      value=${preferences.value.shortcuts}
      change=${(/** @type {boolean} */ shortcuts) => prefer({ shortcuts })}
    />
  <//>`;
}

/** @param {{ title: string, rows: [string, string][] }} props */
function Keys({ title, rows }) {
  return html`<section>
    <h3>${title}</h3>
    <dl class="key-list">
      ${rows.map(
        ([keys, says]) => html`<div>
          <dt>${keys.split(/[ +]/).map((key) => html`<kbd>${SHORT[key] ?? key}</kbd>`)}</dt>
          <dd>${says}</dd>
        </div>`,
      )}
    </dl>
  </section>`;
}
