// How each member fared: what was new, what came back, and how soon it was dealt with.
import { html } from "ui";

import { _, ngettext, number } from "../i18n.js";
import { seconds, share } from "../organisations/promptness.js";

/** @param {{ report: any }} props */
export function Week({ report: { members, quiet, complete } }) {
  return html`${!complete && html`<p class="notice notice-trouble">${_("More happened than one report reads: the earliest of it is missing.")}</p>`}
    ${members.length > 0 && html`<${Members} members=${members} />`}
    <p class="aside">
      ${ngettext("Of {n} organisation there is nothing to say.", "Of {n} organisations there is nothing to say.", quiet)} ${" "}
      ${_("That is no proof that nothing is wrong with them: a darknet sees what scans it.")}
    </p>`;
}

/** @param {{ members: any[] }} props */
function Members({ members }) {
  return html`<div class="scroll">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">${_("organisation")}</th>
          <th scope="col" class="number">${_("new")}</th>
          <th scope="col" class="number">${_("came back")}</th>
          <th scope="col" class="number">${_("resolved")}</th>
          <th scope="col" class="number">${_("cleaned")}</th>
          <th scope="col" class="number">${_("closed as quiet")}</th>
          <th scope="col" class="number">${_("open now")}</th>
          <th scope="col" class="number">${_("taken now")}</th>
          <th scope="col" class="number">${_("until taken, median")}</th>
          <th scope="col" class="number">${_("until cleaned, median")}</th>
          <th scope="col" class="number">${_("back within 30 days of cleaning")}</th>
        </tr>
      </thead>
      <tbody>
        ${members.map(
          ({ organisation, name, open, taken, promptness }) => html`<tr>
            <td><a href="/organisations/${encodeURIComponent(organisation)}">${name}</a></td>
            <td class="number">${number(promptness.opened)}</td>
            <td class="number">${number(promptness.came_back)}</td>
            <td class="number">${number(promptness.resolved)}</td>
            <td class="number">${number(promptness.cleaned)}</td>
            <td class="number">${number(promptness.quiet)}</td>
            <td class="number">${number(open)}</td>
            <td class="number">${number(taken)}</td>
            <td class="number">${seconds(promptness.to_acknowledge)}</td>
            <td class="number">${seconds(promptness.to_clean)}</td>
            <td class="number">${share(promptness)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
