// Who may know of an indication: which partner is told of it and why, and what exactly that is. It is green by itself, and nobody marks it.
import { html, useState } from "ui";

import { _ } from "../i18n.js";
import { useKeys } from "../keyboard.js";
import { Button } from "../parts/button.js";
import { useAnswer } from "../parts/loading.js";
import { may } from "../session.js";
import { AskDialog } from "../sharing/ask-dialog.js";
import { Decisions } from "../sharing/decisions.js";
import { useDeeds } from "../sharing/deeds.js";

/** @param {{ indication: import("./model.js").Indication }} props */
export function WhoMayKnow({ indication }) {
  const decisions = useAnswer(`/indications/${encodeURIComponent(indication.id)}/decisions?version=${indication.version}`);
  const [asks, setAsks] = useState(false);
  const ask = () => setAsks(true);
  useKeys(may("release") ? [{ keys: "e", says: _("Ask for a release"), run: ask }] : []);
  useDeeds(decisions.again);
  const made = () => [setAsks(false), decisions.again()];
  return html`<section class="panel">
    <div class="panel-head">
      <h2>${_("Who may know")}</h2>
      ${may("release") && html`<div class="actions"><${Button} keys="e" run=${ask}>${_("Ask for a release")}<//></div>`}
    </div>
    <${Decisions} answer=${decisions} />
    ${asks && html`<${AskDialog} what=${{ indication: indication.id }} close=${() => setAsks(false)} made=${made} />`}
  </section>`;
}
