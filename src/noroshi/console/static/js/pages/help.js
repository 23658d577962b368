// Help: how to search, the keys, what a dot means, why an alert fires, TLP, the glossary, and what this program is.
import { html, useEffect, useState } from "ui";

import { _ } from "../i18n.js";
import { About } from "../help/about.js";
import { Glossary } from "../help/glossary.js";
import { Dot, Search, Tlp, Why } from "../help/sections.js";
import { KeyTable } from "../help/keys.js";

export function title() {
  return _("Help");
}

/** @returns {[string, string, any][]} */
function sections() {
  return [
    ["search", _("What the search box understands"), Search],
    ["keys", _("Keys"), KeyTable],
    ["why", _("Why was this fired?"), Why],
    ["dot", _("What does this dot mean?"), Dot],
    ["tlp", _("TLP in short"), Tlp],
    ["glossary", _("Glossary"), Glossary],
    ["about", _("About"), About],
  ];
}

export default function Help() {
  const [at, setAt] = useState(location.hash.slice(1));
  useEffect(() => {
    document.getElementById(at)?.scrollIntoView();
  }, [at]);
  return html`<header class="page-head"><h1>${_("Help")}</h1></header>
    <div class="help">
      <nav class="help-contents" aria-label=${_("On this page")}>
        <ul>
          ${sections().map(([id, word]) => html`<li><a href="#${id}" onClick=${() => setAt(id)}>${word}</a></li>`)}
        </ul>
      </nav>
      <div class="stack">
        ${sections().map(([id, word, Section]) => html`<section class="panel" id=${id}><h2>${word}</h2><${Section} /></section>`)}
      </div>
    </div>`;
}
