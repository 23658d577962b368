// Partners without a server: what they may know is written into files for them, and files of theirs are taken as their word.
import { html, useState } from "ui";

import { post } from "../api.js";
import { _, ngettext } from "../i18n.js";
import { Dialog } from "../parts/dialog.js";
import { Choice, FileField } from "../parts/field.js";
import { save, textOf } from "../parts/text-file.js";
import { done, trouble } from "../toasts.js";

/** Formats by name; each is called so in every language. @type {[string, string][]} */
const FORMATS = [
  ["csv", "CSV"],
  ["json", "JSON"],
  ["stix", "STIX 2.1"],
  ["misp", "MISP"],
  ["shadowserver-darknet", "Shadowserver (darknet)"],
  ["shadowserver-ddos", "Shadowserver (DDoS)"],
  ["xarf", "X-ARF"],
];

/** IntelMQ's form is written only. @type {[string, string][]} */
const WRITTEN = [...FORMATS, ["intelmq", "IntelMQ"]];

/** @param {{ id: string, close: () => void }} props */
export function ShareDialog({ id, close }) {
  const [format, setFormat] = useState("csv");
  const send = () =>
    post(`/partners/${encodeURIComponent(id)}/share`, { format }).then(({ files, findings }) => {
      for (const { name, content } of files) save(name, content);
      done(ngettext("{n} finding is written.", "{n} findings are written.", findings));
      close();
    }, trouble);
  return html`<${Dialog} title=${_("Share with {id} as a file", { id })} close=${close} send=${send} word=${_("Share")}>
    <p class="hint">${_("What it may know of the last seven days, decided as over TAXII. The audit has that it was written.")}</p>
    <${Choice} label=${_("Format")} value=${format} choices=${WRITTEN} change=${setFormat} first />
  <//>`;
}

/** @param {{ id: string, close: () => void, made: () => void }} props */
export function TakeDialog({ id, close, made }) {
  const [format, setFormat] = useState("csv");
  const [file, setFile] = useState(/** @type {{ source: string, content: string } | null} */ (null));
  const choose = (/** @type {File} */ chosen) => textOf(chosen).then((content) => setFile({ source: chosen.name, content }), trouble);
  const send = () =>
    post(`/partners/${encodeURIComponent(id)}/take`, { format, ...file }).then(
      ({ findings }) => [done(ngettext("{n} finding was read.", "{n} findings were read.", findings)), made()],
      trouble,
    );
  return html`<${Dialog} title=${_("Take a file of {id}", { id })} close=${close} send=${file && send} word=${_("Take")}>
    <p class="hint">${_("It counts as the partner's word, and is believed as far as that. The same taken again changes nothing.")}</p>
    <${Choice} label=${_("Format")} value=${format} choices=${FORMATS} change=${setFormat} first />
    <${FileField} label=${_("File")} kinds=".csv,.json,.ndjson,.txt,.eml" choose=${choose} hint=${_("UTF-8, at most 8 MB.")} />
  <//>`;
}
