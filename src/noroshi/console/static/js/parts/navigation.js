// The pages, at the side of the screen; on a narrow one behind a button.
import { html } from "ui";

import { _ } from "../i18n.js";
import { menu } from "../menu.js";
import { Icon } from "./icon.js";

/** @param {{ isOpen: boolean, path: string, help: () => void }} props */
export function Navigation({ isOpen, path, help }) {
  return html`<nav class="navigation ${isOpen ? "is-open" : ""}" id="navigation" aria-label=${_("Pages")}>
    <ul>
      ${menu().map(({ path: href, key, icon, word }) => {
        const isHere = href === "/" ? path === "/" || path.startsWith("/alerts") : path.startsWith(href);
        return html`<li>
          <a href=${href} aria-current=${isHere ? "page" : undefined} title="g ${key}">
            <${Icon} name=${icon} /><span>${word()}</span>
          </a>
        </li>`;
      })}
    </ul>
    <button type="button" class="navigation-help" onClick=${help} aria-keyshortcuts="?">
      <${Icon} name="help" /><span>${_("Keys")}</span><kbd aria-hidden="true">?</kbd>
    </button>
  </nav>`;
}
