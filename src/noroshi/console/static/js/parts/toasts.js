// The notes at the foot of the screen.
import { html } from "ui";

import { announced } from "../announce.js";
import { _, pgettext } from "../i18n.js";
import { dismiss, toasts } from "../toasts.js";
import { Button } from "./button.js";

export function Toasts() {
  return html`<div class="toasts" role="region" aria-label=${pgettext("what has just happened", "Notes")} aria-live="polite">
      ${toasts.value.map((toast) => html`<${Note} key=${toast.id} toast=${toast} />`)}
    </div>
    <p class="unseen" role="status">${announced.value}</p>`;
}

/** @param {{ toast: import("../toasts.js").Toast }} props */
function Note({ toast }) {
  const away = () => dismiss(toast.id);
  const take = () => {
    away();
    toast.offer?.run();
  };
  return html`<div class="toast toast-${toast.tone}">
    <div>
      <p>${toast.text}</p>
      ${toast.aside && html`<p class="toast-aside">${toast.aside}</p>`}
    </div>
    ${toast.offer && html`<${Button} look="quiet" run=${take}>${toast.offer.label}<//>`}
    <${Button} look="quiet" icon="close" label=${_("Put away")} run=${away} />
  </div>`;
}
