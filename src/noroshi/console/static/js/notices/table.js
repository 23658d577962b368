// What is owed to members' contacts, and what became of it.
import { html } from "ui";

import { post } from "../api.js";
import { _ } from "../i18n.js";
import { Button } from "../parts/button.js";
import { Moment } from "../parts/moment.js";
import { Severity } from "../parts/severity.js";
import { may } from "../session.js";
import { done, trouble } from "../toasts.js";
import { noticeStateWord, reasonWord } from "../words.js";

const LOOKS = /** @type {Record<string, string>} */ ({ sent: "tag-fine", dead: "tag-trouble", held: "tag-busy" });

/**
 * @param {object} props
 * @param {any[]} props.notices
 * @param {boolean} [props.brief] Whether the alert is known from the page.
 * @param {() => void} [props.again] Called after one was put up to be tried again.
 */
export function NoticeTable({ notices, brief = false, again }) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${_("Notices")}>
    <table class="table">
      <thead>
        <tr>
          <th scope="col">${_("state")}</th>
          ${!brief && html`<th scope="col">${_("alert")}</th><th scope="col">${_("severity")}</th>`}
          <th scope="col">${_("reason")}</th>
          <th scope="col">${_("to")}</th>
          <th scope="col">${_("owed")}</th>
          ${!brief && html`<th scope="col">${_("because")}</th><th scope="col"><span class="unseen">${_("What to do")}</span></th>`}
        </tr>
      </thead>
      <tbody>
        ${notices.map((notice) => html`<${Line} key=${notice.id} notice=${notice} brief=${brief} again=${again} />`)}
      </tbody>
    </table>
  </div>`;
}

/** @param {{ notice: any, brief: boolean, again?: () => void }} props */
function Line({ notice, brief, again }) {
  const retry = () => post(`/notices/${notice.id}/retry`).then(() => [done(_("It will be tried again.")), again?.()], trouble);
  const because = [notice.because, notice.waits_for, notice.error].filter(Boolean).join("; ");
  return html`<tr>
    <td title=${because}><span class="tag ${LOOKS[notice.state] ?? ""}">${noticeStateWord(notice.state)}</span></td>
    ${!brief &&
    html`<td class="still"><a href="/alerts/${notice.alert}">${notice.alert}</a></td>
      <td><${Severity} severity=${notice.severity} /></td>`}
    <td class=${brief ? "" : "still"}>${reasonWord(notice.reason)}</td>
    <td class="wrap">${notice.address}<span class="aside"> ${notice.channel}</span></td>
    <td class="still"><${Moment} at=${notice.owed} /></td>
    ${!brief &&
    html`<td class="aside" lang="en">${because}</td>
      <td>${notice.state === "dead" && may("retry") && html`<${Button} icon="again" run=${retry}>${_("Retry")}<//>`}</td>`}
  </tr>`;
}
