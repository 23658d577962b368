// Short notes at the foot of the screen: what was done, with a way back.
import { signal } from "ui";

import { Problem } from "./api.js";
import { _ } from "./i18n.js";

/**
 * @typedef {object} Toast
 * @property {number} id
 * @property {"done" | "trouble"} tone
 * @property {string} text
 * @property {string} [aside] A second, quieter line.
 * @property {{ label: string, run: () => void }} [offer] What can be done about it.
 */

/** @type {import("ui").Signal<Toast[]>} */
export const toasts = signal([]);

/** How long a note of something done stays, ms. Trouble stays until it is put away. */
const STAYS = 8_000;
const MOST = 4;
let latest = 0;

/**
 * Say that something was done.
 * @param {string} text
 * @param {Toast["offer"]} [offer]
 */
export function done(text, offer) {
  const id = show({ tone: "done", text, offer });
  setTimeout(() => dismiss(id), STAYS);
}

/**
 * Say what went wrong.
 * @param {unknown} error
 * @param {Toast["offer"]} [offer]
 */
export function trouble(error, offer) {
  const [text, aside] = sentences(error);
  show({ tone: "trouble", text, aside, offer });
}

/**
 * Say something that needs an answer, or to be put away.
 * @param {string} text
 * @param {string} aside
 * @param {Toast["offer"]} [offer]
 */
export function warn(text, aside, offer) {
  show({ tone: "trouble", text, aside, offer });
}

/** @param {number} id */
export function dismiss(id) {
  toasts.value = toasts.value.filter((each) => each.id !== id);
}

/**
 * What to say of an error, and what may help.
 * @param {unknown} error
 * @returns {[string, string]}
 */
export function sentences(error) {
  if (!(error instanceof Problem)) return [_("Something in this page failed."), String(error)];
  if (error.status === 0) return [_("The server cannot be reached."), _("Nothing was changed. Try again in a moment.")];
  return [error.detail || error.message, error.hint];
}

/** @param {Omit<Toast, "id">} toast */
function show(toast) {
  latest += 1;
  toasts.value = [...toasts.value, { ...toast, id: latest }].slice(-MOST);
  return latest;
}
