// Work without a mouse. A page binds keys while it is shown; the latest binding of a key holds. Keys are written as
// KeyboardEvent.key gives them ("j", "Enter", "?"), two in a row with a space ("g q"), Ctrl as "Control+k".
import { signal, useLayoutEffect, useRef } from "ui";

import { preferences } from "./preferences.js";

/**
 * @typedef {object} Binding
 * @property {string} keys
 * @property {string} says What it does, for the help.
 * @property {() => void} run
 */

/**
 * What is bound at present, the latest last. Each is looked up when a key is pressed, so that two keys in quick
 * succession, such as j and a, act on the row that the first led to.
 * @type {import("ui").Signal<{ current: Binding[] }[]>}
 */
const layers = signal([]);

/** How long a first key waits for its second, ms: tried it. */
const PATIENCE = 1_200;
let before = "";
let pressed = 0;

/** Everything bound at present, the latest last. */
export function bindings() {
  return layers.value.flatMap((layer) => layer.current);
}

/**
 * Bind keys for as long as a component is shown.
 * @param {Binding[]} bound
 */
export function useKeys(bound) {
  const layer = useRef(bound);
  layer.current = bound;
  useLayoutEffect(() => {
    layers.value = [...layers.value, layer];
    return () => {
      layers.value = layers.value.filter((each) => each !== layer);
    };
  }, []);
}

/** Listen to the keyboard from now on. */
export function watchKeyboard() {
  document.addEventListener("keydown", press);
}

/** @param {KeyboardEvent} event */
function press(event) {
  const key = named(event);
  if (event.defaultPrevented || !key || isTaken(event, key)) return;
  const first = event.timeStamp - pressed < PATIENCE ? before : "";
  const found = find(first ? `${first} ${key}` : key) ?? (first ? find(key) : undefined);
  [before, pressed] = [found ? "" : key, event.timeStamp];
  if (!found) return;
  event.preventDefault();
  found.run();
}

/** @param {string} keys */
function find(keys) {
  return bindings().findLast((each) => each.keys === keys);
}

/** @param {KeyboardEvent} event */
function named(event) {
  if (event.metaKey || event.altKey || ["Shift", "Control"].includes(event.key)) return "";
  return event.ctrlKey ? `Control+${event.key}` : event.key;
}

/**
 * Whether the key belongs to a field, a dialog or nobody.
 * @param {KeyboardEvent} event
 * @param {string} key
 */
function isTaken(event, key) {
  if (key === "Control+k") return false;
  if (document.querySelector("dialog[open]")) return true;
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (target?.isContentEditable || target?.matches("input:not([type=checkbox]), textarea, select")) return true;
  if (["Enter", " "].includes(key) && target?.closest("a, button, summary, input")) return true;
  return key.length === 1 && !preferences.value.shortcuts;
}
