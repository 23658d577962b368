// First signs of something new: what rises in dark space, and since when.
import { html, useEffect, useMemo, useSignalEffect, useState } from "ui";

import { announce } from "../announce.js";
import { listen, missed } from "../events.js";
import { _, ngettext } from "../i18n.js";
import { Filters } from "../indications/filters.js";
import { belongs, filterOf } from "../indications/model.js";
import { Row } from "../indications/row.js";
import { useKeys } from "../keyboard.js";
import { Arrived } from "../parts/arrived.js";
import { LiveList } from "../parts/live-list.js";
import { Nothing, Trouble } from "../parts/loading.js";
import { VirtualRows } from "../parts/virtual-rows.js";
import { useWalking } from "../parts/walking.js";
import { go } from "../router.js";

/** @typedef {import("../indications/model.js").Indication} Indication */

export function title() {
  return _("Indications");
}

/** @param {{ query: URLSearchParams }} props */
export default function Indications({ query }) {
  const list = useMemo(() => listOf(filterOf(query)), [query.toString()]);
  const [current, point] = useState("");
  useEffect(() => {
    list.load();
    return listen("indication", (indication) => list.take(indication, true));
  }, [list, missed.value]);
  useSignalEffect(() => {
    const n = list.waiting.value.size;
    if (n) announce(ngettext("{n} new indication", "{n} new indications", n));
  });
  const items = list.items.value;
  const at = items.findIndex((each) => each.id === current);
  useWalking({ items, at, point });
  useKeys([{ keys: "Enter", says: _("Open the indication"), run: () => at >= 0 && go(`/indications/${current}`) }]);
  return html`<section class="queue">
    <header class="queue-head">
      <h1>${_("Indications")}</h1>
      ${!list.isLoaded.value && !list.error.value && html`<span class="aside loading">${_("Loading…")}</span>`}
      <span class="aside">${_("First signs of something new. They concern nobody in particular, so nobody is told.")}</span>
      <${Arrived} list=${list} />
    </header>
    <${Filters} filter=${list.filter} />
    ${list.error.value && html`<${Trouble} error=${list.error.value} again=${() => list.load()} />`}
    ${list.isLoaded.value && !items.length
      ? html`<${Nothing} title=${_("No indication.")}>${_("None meets this filter. A port is judged once a day of its usual traffic is known; what rises appears here by itself.")}<//>`
      : html`<${VirtualRows}
          label=${_("Indications")}
          items=${items}
          total=${list.next ? null : items.length}
          current=${at}
          single
          end=${() => list.more()}
          row=${(/** @type {Indication} */ indication, /** @type {number} */ index) =>
            html`<${Row}
              key=${indication.id}
              indication=${indication}
              index=${index}
              isCurrent=${indication.id === current}
              point=${() => point(indication.id)}
            />`}
        />`}
  </section>`;
}

/**
 * @param {import("../indications/model.js").Filter} filter
 * @returns {LiveList<Indication>}
 */
function listOf(filter) {
  return new LiveList("/indications", filter, (/** @type {Indication} */ indication) => belongs(indication, filter));
}
