// How far an alert may go: by TLP, until when nobody is told, to whom alone, and which fields are stricter.
import { html, useState } from "ui";

import { _ } from "../i18n.js";
import { useGroups } from "../organisations/choice.js";
import { Dialog } from "../parts/dialog.js";
import { Choice, TextField } from "../parts/field.js";
import { markings } from "../people/roles.js";
import { fields } from "./words.js";

/** @param {{ mark: any, close: () => void, send: (wanted: any) => void }} props */
export function MarkDialog({ mark, close, send }) {
  const [marking, setMarking] = useState(mark.marking);
  const [embargo, setEmbargo] = useState(localOf(mark.embargo));
  const [group, setGroup] = useState(mark.group);
  const groups = useGroups(mark.group);
  const [stricter, setStricter] = useState(/** @type {Record<string, string>} */ (mark.fields));
  const codes = markings().map(([code]) => code);
  const above = markings().filter(([code]) => codes.indexOf(code) > codes.indexOf(marking));
  const kept = Object.fromEntries(Object.entries(stricter).filter(([, each]) => above.some(([code]) => code === each)));
  const write = () => send({ marking, embargo: embargo && new Date(embargo).toISOString(), group, fields: kept });
  return html`<${Dialog} title=${_("How far it may go")} close=${close} send=${write} word=${_("Mark")} wide>
    <p class="hint">${_("It takes the place of the mark that there is. Whoever marks it milder than amber is one of the two persons who let it out.")}</p>
    <${Choice} label=${_("Marking")} value=${marking} choices=${markings()} change=${setMarking} first />
    <div class="pair">
      <${TextField} label=${_("Embargo until")} kind="datetime-local" value=${embargo} change=${setEmbargo} hint=${_("Empty for none.")} />
      <${Choice} label=${_("For this sharing group alone")} value=${group} choices=${[["", _("for whoever is cleared")], ...groups]} change=${setGroup} />
    </div>
    ${above.length > 0 &&
    html`<fieldset class="options">
      <legend>${_("Stricter by itself")}</legend>
      <div class="pair">
        ${fields().map(
          ([field, word]) =>
            html`<${Choice} label=${word} value=${kept[field] ?? ""} choices=${[["", _("as the whole")], ...above]} change=${(/** @type {string} */ to) => setStricter({ ...stricter, [field]: to })} />`,
        )}
      </div>
    </fieldset>`}
  <//>`;
}

/** A moment as a field for moments has it, by this machine's clock. @param {string | null} at */
function localOf(at) {
  if (!at) return "";
  const moment = new Date(at);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
