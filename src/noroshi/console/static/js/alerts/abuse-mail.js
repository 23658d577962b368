// Abuse mail about a block-list: how much of it would go to how many mailboxes, and that a person says so.
import { html, useState } from "ui";

import { post } from "../api.js";
import { _, ngettext } from "../i18n.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { done, trouble } from "../toasts.js";

/** @param {{ id: string }} props A block-list that is released. */
export function AbuseMail({ id }) {
  const [isOpen, setOpen] = useState(false);
  return html`<${Button} look="quiet" run=${() => setOpen(true)}>${_("Write to abuse desks")}<//>
    ${isOpen && html`<${SendDialog} id=${id} close=${() => setOpen(false)} />`}`;
}

/** @param {{ id: string, close: () => void }} props */
function SendDialog({ id, close }) {
  const path = `/blocklists/${id}/abuse-mail/sending`;
  const due = useAnswer(path);
  const [isSending, setSending] = useState(false);
  const [went, setWent] = useState(/** @type {any} */ (null));
  const send = () => {
    setSending(true);
    post(path).then((told) => {
      const isWhole = !told.failed.length && !told.later["time-up"];
      if (told.sent || isWhole) done(ngettext("{n} message was sent.", "{n} messages were sent.", told.sent));
      if (isWhole) close();
      else setWent(told);
    }, (fault) => [setSending(false), trouble(fault)]);
  };
  const canSend = due.data?.messages > 0 && !isSending;
  return html`<${Dialog} title=${_("Write to abuse desks about {id}", { id })} close=${close} send=${canSend ? send : undefined} word=${_("Send")}>
    ${went
      ? html`<${NotSent} went=${went} />`
      : html`<${Answered} answer=${due}>${(/** @type {any} */ told) => html`<${Due} due=${told} />`}<//>`}
  <//>`;
}

/** @param {{ due: any }} props */
function Due({ due: { messages, mailboxes, earlier, later, left_out } }) {
  const left = count(later);
  const nobody = count(left_out);
  return html`<ul class="effect">
    ${messages > 0
      ? html`<li>${ngettext("{n} message is sent.", "{n} messages are sent.", messages)}</li>
          <li>${ngettext("{n} mailbox is written to.", "{n} mailboxes are written to.", mailboxes)}</li>`
      : html`<li>${_("There is nothing to send.")}</li>`}
    ${earlier > 0 && html`<li>${ngettext("{n} was sent before, and is not sent again.", "{n} were sent before, and are not sent again.", earlier)}</li>`}
    ${left > 0 && html`<li>${ngettext("{n} is left for another time: its mailbox gets no more at once.", "{n} are left for another time: their mailboxes get no more at once.", left)}</li>`}
    ${nobody > 0 && html`<li>${ngettext("{n} finding is reported to nobody.", "{n} findings are reported to nobody.", nobody)}</li>`}
  </ul>`;
}

/** @param {{ went: any }} props What the mail server has not taken, and what was not tried then. */
function NotSent({ went: { failed, later } }) {
  const untried = later["server-fails"] ?? 0;
  const waiting = later["time-up"] ?? 0;
  return html`<div role="alert">
    <p>${_("These were not sent. Send again later: what has gone is not sent twice.")}</p>
    <ul class="list">
      ${failed.map((/** @type {any} */ each) => html`<li><span>${each.mailbox} <small class="aside">${each.why}</small></span></li>`)}
      ${untried > 0 && html`<li class="aside">${ngettext("{n} was not tried: the mail server failed three times in a row.", "{n} were not tried: the mail server failed three times in a row.", untried)}</li>`}
      ${waiting > 0 && html`<li class="aside">${ngettext("{n} waits for its turn: sending took too long for one go.", "{n} wait for their turn: sending took too long for one go.", waiting)}</li>`}
    </ul>
  </div>`;
}

/** How many there are, whatever the reason. @param {Record<string, number>} byReason */
function count(byReason) {
  return Object.values(byReason).reduce((sum, each) => sum + each, 0);
}
