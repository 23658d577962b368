// Filters that somebody gave a name, each one press away.
import { html, useEffect, useState } from "ui";

import { _ } from "../i18n.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { TextField } from "../parts/field.js";
import { done, trouble } from "../toasts.js";
import { forget, load, save, savedFilters } from "./saved-filters.js";

/** @param {{ href: string, close: () => void }} props The address of what is shown. */
export function SavedDialog({ href, close }) {
  const [name, setName] = useState("");
  useEffect(() => void load().catch(trouble), []);
  const send = async () => {
    await save(name.trim(), href);
    done(_("Saved: {name}", { name: name.trim() }));
    close();
  };
  return html`<${Dialog} title=${_("Saved filters")} close=${close} word=${_("Save")} send=${() => send().catch(trouble)}>
    ${savedFilters.value.length > 0 &&
    html`<ul class="saved">
      ${savedFilters.value.map(
        (each) => html`<li key=${each.name}>
          <a href=${each.address} aria-current=${each.address === href ? "page" : undefined} onClick=${close}>${each.name}</a>
          <${Button} look="quiet" icon="close" label=${_("Forget {name}", { name: each.name })} run=${() => forget(each.name).catch(trouble)} />
        </li>`,
      )}
    </ul>`}
    <${TextField} label=${_("Save what is shown as")} value=${name} change=${setName} required first hint=${_("Kept for you, in every browser. To share it, send its address.")} />
  <//>`;
}
