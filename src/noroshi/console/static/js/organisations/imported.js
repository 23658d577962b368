// What a roster changes in the register, or has changed, row by row.
import { html, useLayoutEffect, useRef } from "ui";

import { _, ngettext, number } from "../i18n.js";
import { Button } from "../parts/button.js";

/** Rows of each sort that are shown. */
const MOST = 200;

/**
 * It takes the focus, so that it is read, and what can be done is next.
 * @param {{ imported: any, bring: () => void }} props
 */
export function Imported({ imported, bring }) {
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => heading.current?.focus(), [imported]);
  const { source, dry_run: isPreview, added, changed, retired, kept, unchanged, overlaps, contradictions } = imported;
  const count = added.length + changed.length + retired.length;
  return html`<div class="stack">
    <section class="panel stack">
      <h2 ref=${heading} tabindex="-1">${isPreview ? _("What {source} would change", { source }) : _("What {source} has changed", { source })}</h2>
      <p>
        ${count ? ngettext("{n} row of the register.", "{n} rows of the register.", count) : _("Nothing.")}
        ${" "}${ngettext("{n} row is there already.", "{n} rows are there already.", unchanged)}
      </p>
      ${isPreview && count > 0 && html`<div class="actions"><${Button} look="main" run=${bring}>${_("Import")}<//></div>`}
    </section>
    <${Rows} word=${_("New")} rows=${added} />
    <${Rows} word=${_("Changed")} rows=${changed} />
    <${Rows} word=${_("Retired")} rows=${retired} says=${_("The roster of this name brought them, and no longer has them.")} />
    <${Rows} word=${_("Left alone")} rows=${kept} says=${_("This roster says otherwise, but a person or another roster has a say in them.")} />
    <${Rows} word=${_("Held by several")} rows=${overlaps} says=${_("Whoever holds them is alerted.")} />
    <${Rows} word=${_("Live and dark at once")} rows=${contradictions} says=${_("They count as live, and are no sensors.")} />
  </div>`;
}

/** @param {{ word: string, rows: string[], says?: string }} props */
function Rows({ word, rows, says }) {
  if (!rows.length) return null;
  return html`<section class="panel">
    <h2>${word} <span class="tag">${number(rows.length)}</span></h2>
    ${says && html`<p class="aside">${says}</p>`}
    <ul class="list" lang="en">
      ${rows.slice(0, MOST).map((row) => html`<li class="whole">${row}</li>`)}
    </ul>
    ${rows.length > MOST && html`<p class="aside">${ngettext("{n} more row", "{n} more rows", rows.length - MOST)}</p>`}
  </section>`;
}
