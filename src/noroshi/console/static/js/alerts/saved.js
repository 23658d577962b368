// Filters that somebody gave a name, each one press away.
import { html, useState } from "ui";

import { _ } from "../i18n.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { TextField } from "../parts/field.js";
import { filters } from "../shelf.js";
import { done } from "../toasts.js";

/** @param {{ href: string, close: () => void }} props The address of what is shown. */
export function SavedDialog({ href, close }) {
  const [name, setName] = useState("");
  const all = filters.all.value.toSorted((one, other) => one.title.localeCompare(other.title));
  const save = () => {
    filters.put({ title: name.trim(), href });
    done(_("Saved: {name}", { name: name.trim() }));
    close();
  };
  return html`<${Dialog} title=${_("Saved filters")} close=${close} word=${_("Save")} send=${save}>
    ${all.length > 0 &&
    html`<ul class="saved">
      ${all.map(
        (each) => html`<li key=${each.title}>
          <a href=${each.href} aria-current=${each.href === href ? "page" : undefined} onClick=${close}>${each.title}</a>
          <${Button} look="quiet" icon="close" label=${_("Forget {name}", { name: each.title })} run=${() => filters.remove(each.title)} />
        </li>`,
      )}
    </ul>`}
    <${TextField} label=${_("Save what is shown as")} value=${name} change=${setName} required first hint=${_("Kept in this browser, for you. To share it, send its address.")} />
  <//>`;
}
