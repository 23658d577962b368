// Walking through a list's rows by keyboard.
import { useRef } from "ui";

import { _ } from "../i18n.js";
import { useKeys } from "../keyboard.js";

/**
 * @param {object} walk
 * @param {{ id: string }[]} walk.items
 * @param {number} walk.at The row that the keys are on; -1 for none.
 * @param {(id: string) => void} walk.point
 */
export function useWalking(walk) {
  const latest = useRef(walk);
  latest.current = walk;
  const step = (/** @type {number} */ by) => () => {
    const { items, at, point } = latest.current;
    if (!items.length) return;
    const next = at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + by));
    point(items[next].id);
    /** @type {HTMLElement | null} */ (document.querySelector(".rows"))?.focus({ preventScroll: true });
  };
  useKeys([
    { keys: "j", says: _("Next row"), run: step(1) },
    { keys: "k", says: _("Row before"), run: step(-1) },
    { keys: "ArrowDown", says: _("Next row"), run: step(1) },
    { keys: "ArrowUp", says: _("Row before"), run: step(-1) },
    { keys: "PageDown", says: _("Ten rows on"), run: step(10) },
    { keys: "PageUp", says: _("Ten rows back"), run: step(-10) },
    { keys: "Home", says: _("First row"), run: step(-Infinity) },
  ]);
}
