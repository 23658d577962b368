// A long list of rows of one height, of which only those in sight are in the page. It is one stop for the Tab key;
// the row that the keys work on is told to screen readers as the active one.
import { html, useEffect, useLayoutEffect, useRef, useState } from "ui";

import { preferences } from "../preferences.js";

/** Rows above and below what is in sight, so that scrolling shows no gap. */
const SPARE = 8;

/**
 * @param {object} props
 * @param {string} props.label
 * @param {{ id: string }[]} props.items
 * @param {number | null} props.total How many there are in all, as far as known.
 * @param {number} props.current The row that must be in sight; -1 for none.
 * @param {(item: any, index: number) => any} props.row Gives an element with role="row" and the id "row-…".
 * @param {boolean} [props.single] Whether one row at a time can be chosen.
 * @param {() => void} props.end Called when the end comes into sight.
 */
export function VirtualRows({ label, items, total, current, row, end, single = false }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [{ top, size, height }, setSight] = useState({ top: 0, size: 800, height: 56 });
  const look = () => {
    const list = /** @type {HTMLDivElement} */ (box.current);
    const row = Number.parseFloat(getComputedStyle(list).getPropertyValue("--row"));
    setSight({ top: list.scrollTop, size: list.clientHeight, height: row });
  };
  useLayoutEffect(() => {
    const watcher = new ResizeObserver(look);
    watcher.observe(/** @type {HTMLDivElement} */ (box.current));
    return () => watcher.disconnect();
  }, [preferences.value.density]);
  useLayoutEffect(() => {
    const list = box.current;
    if (!list || current < 0) return;
    const [above, below] = [current * height, (current + 1) * height - list.clientHeight];
    if (list.scrollTop > above) list.scrollTop = above;
    if (list.scrollTop < below) list.scrollTop = below;
  }, [current, height]);
  const first = Math.max(0, Math.floor(top / height) - SPARE);
  const last = Math.min(items.length, Math.ceil((top + size) / height) + SPARE);
  useEffect(() => {
    if (last >= items.length - SPARE) end();
  }, [last, items.length]);
  const active = current >= first && current < last ? `row-${items[current].id}` : undefined;
  const space = (/** @type {number} */ rows) =>
    html`<div role="presentation" style=${{ height: `${rows * height}px` }}></div>`;
  return html`<div
    class="rows"
    ref=${box}
    role="grid"
    tabindex="0"
    aria-label=${label}
    aria-rowcount=${total ?? -1}
    aria-multiselectable=${String(!single)}
    aria-activedescendant=${active}
    onScroll=${look}
  >
    ${space(first)}${items.slice(first, last).map((item, at) => row(item, first + at))}${space(items.length - last)}
  </div>`;
}
