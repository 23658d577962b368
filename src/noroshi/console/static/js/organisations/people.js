// An organisation's own people who may sign in here.
import { html } from "ui";

import { _ } from "../i18n.js";
import { Answered, useAnswer } from "../parts/loading.js";

/** @param {{ organisation: string }} props */
export function People({ organisation }) {
  const answer = useAnswer("/people");
  return html`<section class="panel">
    <h2>${_("People who may sign in")}</h2>
    <${Answered} answer=${answer}>
      ${(/** @type {any} */ page) => {
        const theirs = (page.items ?? page).filter((/** @type {any} */ each) => each.organisation === organisation && each.active);
        if (!theirs.length) return html`<p class="aside">${_("None yet. An administrator can invite some.")}</p>`;
        return html`<ul class="list">
          ${theirs.map((/** @type {any} */ { id, name }) => html`<li><span><strong>${name}</strong> <small class="aside">${id}</small></span></li>`)}
        </ul>`;
      }}
    <//>
  </section>`;
}
