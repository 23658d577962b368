// Who did what, and when. One can only add to it; reading it is written down, too.
import { html, useState } from "ui";

import { get, query as text } from "../api.js";
import { _ } from "../i18n.js";
import { Button } from "../parts/button.js";
import { Choice, TextField } from "../parts/field.js";
import { Answered, Nothing, useAnswer } from "../parts/loading.js";
import { Moment } from "../parts/moment.js";
import { auditOutcomes, auditWords } from "../people/deeds.js";
import { go } from "../router.js";
import { trouble } from "../toasts.js";

const NAMES = /** @type {const} */ (["who", "what", "about", "outcome"]);
const LOOKS = /** @type {Record<string, string>} */ ({ refused: "tag-trouble", failed: "tag-trouble" });

export function title() {
  return _("Audit");
}

/** @param {{ query: URLSearchParams }} props */
export default function Audit({ query }) {
  const filter = Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ""]));
  const path = `/audit${text(filter)}`;
  const answer = useAnswer(path);
  return html`<header class="page-head"><h1>${_("Audit")}</h1></header>
    <${Filters} key=${path} filter=${filter} />
    <${Answered} answer=${answer}>
      ${(/** @type {any} */ page) =>
        page.items.length
          ? html`<div class="panel"><${Pages} key=${path} path=${path} first=${page} /></div>`
          : html`<${Nothing} title=${_("Nothing of the kind was done.")} />`}
    <//>`;
}

/** @param {{ filter: Record<string, string> }} props */
function Filters({ filter }) {
  const [who, setWho] = useState(filter.who);
  const [about, setAbout] = useState(filter.about);
  const show = (/** @type {Record<string, string>} */ changed) => go(`/audit${text({ ...filter, who, about, ...changed })}`);
  const send = (/** @type {Event} */ event) => [event.preventDefault(), show({})];
  return html`<form class="filters audit-filters" onSubmit=${send}>
    <${TextField} label=${_("Who (id)")} value=${who} change=${setWho} />
    <${TextField} label=${_("Done to")} value=${about} change=${setAbout} />
    <${Choice} label=${_("What")} value=${filter.what} choices=${[["", _("everything")], ...Object.entries(auditWords())]} change=${(/** @type {string} */ what) => show({ what })} />
    <${Choice} label=${_("Outcome")} value=${filter.outcome} choices=${[["", _("every outcome")], ...Object.entries(auditOutcomes())]} change=${(/** @type {string} */ outcome) => show({ outcome })} />
    <${Button}>${_("Show")}<//>
  </form>`;
}

/** @param {{ path: string, first: { items: any[], next: string | null } }} props */
function Pages({ path, first }) {
  const [pages, setPages] = useState([first]);
  const { next } = pages[pages.length - 1];
  const more = () =>
    get(`${path}${path.includes("?") ? "&" : "?"}after=${encodeURIComponent(next ?? "")}`).then((page) => setPages([...pages, page]), trouble);
  return html`<${Table} entries=${pages.flatMap((page) => page.items)} />
    ${next && html`<p class="more"><${Button} icon="down" run=${more}>${_("More")}<//></p>`}`;
}

/** @param {{ entries: any[] }} props */
function Table({ entries }) {
  const [words, outcomes] = [auditWords(), auditOutcomes()];
  return html`<div class="scroll" role="region" tabindex="0" aria-label=${_("Audit")}>
    <table class="table">
      <thead>
        <tr>
          <th scope="col">${_("when")}</th>
          <th scope="col">${_("who")}</th>
          <th scope="col">${_("what")}</th>
          <th scope="col">${_("done to")}</th>
          <th scope="col">${_("outcome")}</th>
          <th scope="col">${_("from where")}</th>
          <th scope="col">${_("note")}</th>
        </tr>
      </thead>
      <tbody>
        ${entries.map(
          (each) => html`<tr key=${each.id}>
            <td class="still"><${Moment} at=${each.at} /></td>
            <td>${each.who || _("nobody known")} <span class="aside">${each.via === "session" ? "" : each.via}</span></td>
            <td>${words[each.what] ?? each.what}</td>
            <td class="wrap whole">${each.about}</td>
            <td><span class="tag ${LOOKS[each.outcome] ?? ""}">${outcomes[each.outcome] ?? each.outcome}</span></td>
            <td class="aside">${each.address}</td>
            <td class="wrap">${each.note}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
