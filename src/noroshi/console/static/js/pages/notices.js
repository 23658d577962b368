// What is owed to members, and what became of it.
import { html, useState } from "ui";

import { get, query as text } from "../api.js";
import { _ } from "../i18n.js";
import { NoticeTable } from "../notices/table.js";
import { Button } from "../parts/button.js";
import { Choice } from "../parts/field.js";
import { Answered, Nothing, useAnswer } from "../parts/loading.js";
import { go } from "../router.js";
import { trouble } from "../toasts.js";
import { noticeStateWord } from "../words.js";

const STATES = ["owed", "held", "composed", "sent", "dead", "muted"];

export function title() {
  return _("Notices");
}

/** @param {{ query: URLSearchParams }} props */
export default function Notices({ query }) {
  const state = query.get("state") ?? "";
  const path = `/notices${text({ state, alert: query.get("alert"), organisation: query.get("organisation") })}`;
  const answer = useAnswer(path);
  const choices = [["", _("every state")], ...STATES.map((code) => [code, noticeStateWord(code)])];
  return html`<header class="page-head">
      <h1>${_("Notices")}</h1>
      <${Choice} bare label=${_("State")} value=${state} choices=${choices}
        change=${(/** @type {string} */ code) => go(`/notices${text({ state: code })}`)} />
    </header>
    <${Answered} answer=${answer}>
      ${(/** @type {any} */ page) =>
        page.items.length
          ? html`<div class="panel"><${Pages} key=${path} path=${path} first=${page} again=${answer.again} /></div>`
          : html`<${Nothing} title=${_("No notice.")} />`}
    <//>`;
}

/** @param {{ path: string, first: { items: any[], next: string | null }, again: () => void }} props */
function Pages({ path, first, again }) {
  const [pages, setPages] = useState([first]);
  const { next } = pages[pages.length - 1];
  const more = () =>
    get(`${path}${path.includes("?") ? "&" : "?"}after=${encodeURIComponent(next ?? "")}`).then(
      (page) => setPages([...pages, page]),
      trouble,
    );
  return html`<${NoticeTable} notices=${pages.flatMap((page) => page.items)} again=${again} />
    ${next && html`<p class="more"><${Button} icon="down" run=${more}>${_("More")}<//></p>`}`;
}
