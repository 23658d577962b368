// A question in front of the page. The browser's own <dialog> keeps the focus inside, and Escape closes it.
import { html, useId, useLayoutEffect, useRef } from "ui";

import { _ } from "../i18n.js";
import { Button } from "./button.js";

/**
 * @param {object} props
 * @param {string} props.title
 * @param {() => void} props.close
 * @param {(() => void) | undefined} [props.send] What its main button does.
 * @param {string} [props.word] What its main button says.
 * @param {boolean} [props.wide]
 * @param {any} props.children
 */
export function Dialog({ title, close, send, word, wide = false, children }) {
  const box = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const name = useId();
  // Before the page is painted: what somebody types at once after the key that opens it must go into it.
  useLayoutEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    /** @type {HTMLElement | null | undefined} */ (box.current?.querySelector("[data-first]"))?.focus();
    return () => before instanceof HTMLElement && before.isConnected && before.focus();
  }, []);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    send?.();
  };
  return html`<dialog ref=${box} class="dialog ${wide ? "dialog-wide" : ""}" aria-labelledby=${name} onClose=${close}>
    <form onSubmit=${submit}>
      <header class="dialog-head">
        <h2 id=${name}>${title}</h2>
        <${Button} look="quiet" icon="close" label=${_("Close")} run=${close} />
      </header>
      <div class="dialog-body">${children}</div>
      ${send &&
      html`<footer class="dialog-foot">
        <${Button} look="quiet" run=${close}>${_("Cancel")}<//>
        <${Button} look="main">${word}<//>
      </footer>`}
    </form>
  </dialog>`;
}
