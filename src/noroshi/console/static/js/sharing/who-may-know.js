// Who may know of an alert: how far it may go, what each partner gets of it and why, and what exactly that is.
import { html, useState } from "ui";

import { call } from "../api.js";
import { _ } from "../i18n.js";
import { useKeys } from "../keyboard.js";
import { Button } from "../parts/button.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { Moment } from "../parts/moment.js";
import { may, session } from "../session.js";
import { done, trouble } from "../toasts.js";
import { AskDialog } from "./ask-dialog.js";
import { Decisions } from "./decisions.js";
import { useDeeds } from "./deeds.js";
import { MarkDialog } from "./mark-dialog.js";
import { fields } from "./words.js";

/** @param {{ alert: import("../alerts/model.js").Alert }} props */
export function WhoMayKnow({ alert }) {
  const path = `/alerts/${encodeURIComponent(alert.id)}`;
  const mark = useAnswer(`${path}/mark`);
  // Decided anew with each version of the alert: what proves wrong is withdrawn.
  const decisions = useAnswer(`${path}/decisions?version=${alert.version}`);
  const [asked, ask] = useState("");
  const decides = may("release");
  useKeys(
    decides
      ? [
          { keys: "t", says: _("Say how far it may go"), run: () => ask("mark") },
          { keys: "e", says: _("Ask for a release"), run: () => ask("release") },
        ]
      : [],
  );
  const close = () => ask("");
  useDeeds(() => [mark, decisions].forEach((each) => each.again()));
  const put = (/** @type {any} */ wanted) => {
    const before = mark.data;
    close();
    mark.set({ ...before, ...wanted, embargo: wanted.embargo || null, by: session.value?.person.id });
    call("PUT", `${path}/mark`, { body: wanted }).then(
      (kept) => [mark.set(kept), decisions.again(), done(_("The mark is set."))],
      (error) => [mark.set(before), trouble(error)],
    );
  };
  return html`<section class="panel">
    <div class="panel-head">
      <h2>${_("Who may know")}</h2>
      ${decides &&
      html`<div class="actions">
        <${Button} keys="t" run=${() => ask("mark")}>${_("Mark")}<//>
        <${Button} keys="e" run=${() => ask("release")}>${_("Ask for a release")}<//>
      </div>`}
    </div>
    <${Answered} answer=${mark}>${(/** @type {any} */ is) => html`<${Marked} mark=${is} />`}<//>
    <${Decisions} answer=${decisions} />
    ${asked === "mark" && mark.data && html`<${MarkDialog} mark=${mark.data} close=${close} send=${put} />`}
    ${asked === "release" && html`<${AskDialog} what=${{ alert: alert.id }} close=${close} made=${() => [close(), decisions.again()]} />`}
  </section>`;
}

/** @param {{ mark: any }} props */
function Marked({ mark }) {
  const words = Object.fromEntries(fields());
  return html`<p>
      <span class="tag">TLP:${mark.marking.toUpperCase()}</span> ${" "}
      ${Object.entries(mark.fields).map(([field, marking]) => html`<span class="tag">${words[field]} TLP:${String(marking).toUpperCase()}</span> `)}
      ${mark.by ? html`<span class="aside">${_("marked by {who}", { who: mark.by })}</span>` : html`<span class="aside">${_("as every alert, until somebody marks it")}</span>`}
    </p>
    ${mark.embargo && html`<p>${_("Under embargo until")} <${Moment} at=${mark.embargo} full /></p>`}
    ${mark.group && html`<p>${_("For the group {group} alone", { group: mark.group })}</p>`}`;
}
