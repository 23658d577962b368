// What several organisations have at the same time: alerts that look alike and began within days of one another.
import { html, useEffect, useState } from "ui";

import { get } from "../api.js";
import { _, number } from "../i18n.js";
import { useKeys } from "../keyboard.js";
import { Button } from "../parts/button.js";
import { Answered, Nothing, useAnswer } from "../parts/loading.js";
import { Moment } from "../parts/moment.js";
import { useWalking } from "../parts/walking.js";
import { go } from "../router.js";
import { trouble } from "../toasts.js";

export function title() {
  return _("Campaigns");
}

export default function Campaigns() {
  const answer = useAnswer("/campaigns");
  return html`<header class="page-head">
      <h1>${_("Campaigns")}</h1>
      <span class="aside">${_("Alerts of several organisations that look alike, and began within days of one another.")}</span>
    </header>
    <${Answered} answer=${answer}>
      ${(/** @type {any} */ page) =>
        page.items.length
          ? html`<div class="panel"><${Pages} first=${page} /></div>`
          : html`<${Nothing} title=${_("No campaign.")}>${_("No two organisations have had alerts that look alike of late.")}<//>`}
    <//>`;
}

/** @param {{ first: { items: any[], next: string | null } }} props */
function Pages({ first }) {
  const [pages, setPages] = useState([first]);
  const [current, point] = useState("");
  const { next } = pages[pages.length - 1];
  const items = pages.flatMap((page) => page.items);
  const at = items.findIndex((each) => each.id === current);
  useWalking({ items, at, point });
  useKeys([{ keys: "Enter", says: _("Open the campaign"), run: () => at >= 0 && go(`/campaigns/${current}`) }]);
  useEffect(() => document.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" }), [current]);
  const more = () => get(`/campaigns?after=${encodeURIComponent(next ?? "")}`).then((page) => setPages([...pages, page]), trouble);
  return html`<div class="scroll">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">${_("campaign")}</th>
            <th scope="col">${_("pattern")}</th>
            <th scope="col" class="number">${_("organisations")}</th>
            <th scope="col" class="number">${_("alerts")}</th>
            <th scope="col">${_("first seen")}</th>
            <th scope="col">${_("who was first")}</th>
            <th scope="col">${_("latest alert")}</th>
          </tr>
        </thead>
        <tbody>
          ${items.map((each) => html`<${Line} key=${each.id} campaign=${each} isCurrent=${each.id === current} />`)}
        </tbody>
      </table>
    </div>
    ${next && html`<p class="more"><${Button} icon="down" run=${more}>${_("More")}<//></p>`}`;
}

/** @param {{ campaign: any, isCurrent: boolean }} props */
function Line({ campaign, isCurrent }) {
  return html`<tr class=${isCurrent ? "is-current" : ""} aria-current=${isCurrent ? "true" : undefined}>
    <td><a href="/campaigns/${campaign.id}">${campaign.id}</a></td>
    <td lang="en">${campaign.pattern}</td>
    <td class="number">${number(campaign.organisations)}</td>
    <td class="number">${number(campaign.alerts)}</td>
    <td class="still"><${Moment} at=${campaign.started} /></td>
    <td><a href="/organisations/${encodeURIComponent(campaign.first)}">${campaign.first_name || campaign.first}</a></td>
    <td class="still"><${Moment} at=${campaign.latest} /></td>
  </tr>`;
}
