// All about one campaign: whom it has reached, who was first, how it spread, and whether its port rises.
import { html, useEffect, useState } from "ui";

import { announce } from "../announce.js";
import { query } from "../api.js";
import { Spread } from "../campaigns/spread.js";
import { listen } from "../events.js";
import { _, ngettext, number } from "../i18n.js";
import { useKeys } from "../keyboard.js";
import { Button } from "../parts/button.js";
import { copyLink } from "../parts/link.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { Moment } from "../parts/moment.js";

/** After a new alert the campaign is asked for anew, and once for all that come within so long, ms: to find it may take the server 0.3 s. */
const PAUSE = 5_000;

/** @param {Record<string, string>} params */
export function title({ id }) {
  return id;
}

/** @param {{ params: Record<string, string> }} props */
export default function CampaignPage({ params: { id } }) {
  const answer = useAnswer(`/campaigns/${encodeURIComponent(id)}`);
  useKeys([
    { keys: "q", says: _("Back to the list"), run: () => history.back() },
    { keys: "c", says: _("Copy a link to this campaign"), run: copyLink },
  ]);
  return html`<${Answered} answer=${answer}>${(/** @type {any} */ shown) => html`<${Shown} key=${id} shown=${shown} again=${answer.again} />`}<//>`;
}

/**
 * Numbers and the chart follow what happens, in their places; rows of organisations that are new wait until somebody asks for them.
 * @param {{ shown: any, again: () => void }} props
 */
function Shown({ shown: { campaign, members, spread, seconds, indications }, again }) {
  const [seen, see] = useState(() => organisationsOf(members));
  const waiting = members.filter((/** @type {any} */ each) => !seen.has(each.organisation)).length;
  useNew(campaign, again);
  return html`<article class="alert-page">
    <header class="alert-head">
      <p class="alert-line">${ngettext("{n} alert", "{n} alerts", campaign.alerts)} · ${ngettext("{n} organisation", "{n} organisations", campaign.organisations)}</p>
      <h1 lang="en">${campaign.pattern}</h1>
      <p class="aside alert-id">
        ${campaign.id}
        <${Button} look="quiet" icon="link" label=${_("Copy a link to this campaign")} run=${copyLink} />
        ${waiting > 0 &&
        html`<button type="button" class="pill" onClick=${() => see(organisationsOf(members))}>
          ${ngettext("{n} more organisation", "{n} more organisations", waiting)} <span aria-hidden="true">▼</span>
        </button>`}
      </p>
    </header>
    <div class="alert-body">
      <div class="stack">
        <section class="panel">
          <h2>${_("Whom it has reached")} <small class="aside">${_("in order, from whom was first")}</small></h2>
          <${Members} campaign=${campaign} members=${members.filter((/** @type {any} */ each) => seen.has(each.organisation))} />
        </section>
        <${Spread} spread=${spread} seconds=${seconds} />
      </div>
      <div class="stack">
        <section class="panel">
          <h2>${_("Since when")}</h2>
          <dl class="facts">
            <dt>${_("first seen")}</dt>
            <dd><${Moment} at=${campaign.started} full /></dd>
            <dt>${_("who was first")}</dt>
            <dd>${campaign.first_name || campaign.first}</dd>
            <dt>${_("latest alert")}</dt>
            <dd><${Moment} at=${campaign.latest} full /></dd>
          </dl>
        </section>
        <${Rising} indications=${indications} />
      </div>
    </div>
  </article>`;
}

/** @param {any[]} members @returns {Set<string>} */
function organisationsOf(members) {
  return new Set(members.map(({ organisation }) => organisation));
}

/** Ask anew where an alert is opened that may be of a campaign. @param {any} campaign @param {() => void} again */
function useNew({ id, pattern }, again) {
  useEffect(() => {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let waits;
    const ask = () => {
      waits = undefined;
      announce(_("{id} has changed.", { id }));
      again();
    };
    const stop = listen("alert", ({ deed, alert }) => {
      if (deed === "opened" && mayBeOf(pattern, alert)) waits ??= setTimeout(ask, PAUSE);
    });
    return () => [stop(), clearTimeout(waits)];
  }, [id, pattern]);
}

/** Whether an alert may have a pattern such as "infection: mirai, tcp/23"; its port is not told. @param {string} pattern @param {import("../alerts/model.js").Alert} alert */
function mayBeOf(pattern, { kind, labels }) {
  const [family, rest] = pattern.split(": ");
  const words = rest.split(", ");
  return kind.split(".")[0] === family && labels.every((label) => words.includes(label));
}

/** @param {{ campaign: any, members: any[] }} props */
function Members({ campaign, members }) {
  const theirs = (/** @type {string} */ organisation) =>
    `/alerts${query({ state: ["open", "acknowledged", "resolved"], kind: campaign.pattern.split(":")[0], organisation })}`;
  return html`<div class="scroll">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">${_("organisation")}</th>
          <th scope="col">${_("first alert")}</th>
          <th scope="col">${_("started")}</th>
          <th scope="col" class="number">${_("alerts")}</th>
        </tr>
      </thead>
      <tbody>
        ${members.map(
          (each) => html`<tr key=${each.organisation}>
            <td><a href="/organisations/${encodeURIComponent(each.organisation)}">${each.organisation_name || each.organisation}</a></td>
            <td><a href="/alerts/${each.alert}">${each.alert}</a></td>
            <td class="still"><${Moment} at=${each.first} /></td>
            <td class="number"><a href=${theirs(each.organisation)}>${number(each.alerts)}</a></td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** @param {{ indications: import("../indications/model.js").Indication[] }} props */
function Rising({ indications }) {
  return html`<section class="panel">
    <h2>${_("Indications of its port")}</h2>
    ${!indications.length && html`<p class="aside">${_("None was seen while it spread.")}</p>`}
    <ul class="stack">
      ${indications.map(
        (each) => html`<li><a href="/indications/${each.id}">${each.id}</a> <span class="aside">${each.subject}, <${Moment} at=${each.started} /></span></li>`,
      )}
    </ul>
  </section>`;
}
