// What a release lets out, or no longer does, before somebody says so: it cannot be undone, for it takes two persons again.
import { html } from "ui";

import { query } from "../api.js";
import { _, ngettext } from "../i18n.js";
import { Dialog } from "../parts/dialog.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { Moment } from "../parts/moment.js";
import { levels, levelWord } from "./words.js";

/** @param {{ release: any, deed: string, close: () => void, send: () => void }} props */
export function DecideDialog({ release, deed, close, send }) {
  const isApproval = deed === "approve";
  const title = isApproval ? _("Approve {id}", { id: release.id }) : _("Withdraw {id}", { id: release.id });
  return html`<${Dialog} title=${title} close=${close} send=${send} word=${isApproval ? _("Approve") : _("Withdraw")}>
    <p><strong>${release.to}</strong> · ${levelWord(release.level)} · ${release.reason}</p>
    ${isApproval
      ? html`<ul class="effect">
          <li>${levels().find(([code]) => code === release.level)?.[2]}</li>
          <li><${Covered} what=${release.what} /></li>
          <li>${_("It also covers what comes, until")} <${Moment} at=${release.until} full />. ${_("What is marked above the clearance stays here.")}</li>
        </ul>`
      : html`<ul class="effect">
          <li>${_("Nothing more leaves by it. What was told stays told.")}</li>
          <li>${_("To let it out again takes two persons again.")}</li>
        </ul>`}
  <//>`;
}

/** How many alerts there are that it is about. @param {{ what: { kind: string, organisation: string, alert: string } }} props */
function Covered({ what: { kind, organisation, alert } }) {
  const all = useAnswer(alert ? null : `/alerts${query({ kind, organisation, snoozed: "show", merged: "show", limit: 1 })}`);
  const said = (/** @type {number} */ n) => ngettext("It covers {n} alert that there is now.", "It covers {n} alerts that there are now.", n);
  if (alert) return said(1);
  return html`<${Answered} answer=${all}>${(/** @type {any} */ page) => said(page.total)}<//>`;
}
