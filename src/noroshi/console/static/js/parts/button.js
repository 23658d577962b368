// Things to press.
import { html } from "ui";

import { Icon } from "./icon.js";

/**
 * @param {object} props
 * @param {() => void} [props.run] What it does; without, it sends the form that it stands in.
 * @param {any} props.children
 * @param {import("./icon.js").IconName} [props.icon]
 * @param {"plain" | "main" | "quiet" | "danger"} [props.look]
 * @param {string} [props.keys] The key that does the same, shown beside the word.
 * @param {string} [props.label] For screen readers and on hover, where the button shows no word.
 * @param {boolean} [props.disabled]
 * @param {boolean} [props.first] Whether it has the focus at first, in a dialog.
 */
export function Button({ run, children, icon, look = "plain", keys, label, disabled, first }) {
  return html`<button
    type=${run ? "button" : "submit"}
    class="button button-${look}"
    aria-label=${label}
    title=${label}
    aria-keyshortcuts=${keys}
    disabled=${disabled}
    data-first=${first || undefined}
    onClick=${run}
  >
    ${icon && html`<${Icon} name=${icon} />`}
    ${children && html`<span>${children}</span>`}
    ${keys && html`<kbd aria-hidden="true">${keys}</kbd>`}
  </button>`;
}
