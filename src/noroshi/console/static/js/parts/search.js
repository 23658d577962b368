// One box that understands addresses, prefixes, ports, names and the ids of alerts, indications and campaigns; empty, it offers what one looked for of late.
import { html, useEffect, useRef, useState } from "ui";

import { load, savedFilters } from "../alerts/saved-filters.js";
import { get, query } from "../api.js";
import { _, ngettext } from "../i18n.js";
import { go } from "../router.js";
import { searches } from "../shelf.js";
import { trouble } from "../toasts.js";
import { Icon } from "./icon.js";

/** How long to wait for the next letter, ms: tried it. */
const PAUSE = 180;
/** Nothing is chosen until an arrow key says so: Enter in an empty box goes nowhere. */
const NONE = -1;

/** @typedef {{ kind: string, id: string, title: string, detail: string, href: string }} Found */

export function Search() {
  const [text, setText] = useState("");
  const [found, setFound] = useState(/** @type {Found[] | null} */ (null));
  const [at, setAt] = useState(0);
  const [isHere, setHere] = useState(false);
  const box = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => {
    setFound(null);
    setAt(text.trim() ? 0 : NONE);
    if (!text.trim()) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      get(`/search${query({ q: text.trim() })}`, { signal: stop.signal }).then(
        (given) => [setFound(given), setAt(0)],
        (error) => stop.signal.aborted || trouble(error),
      );
    }, PAUSE);
    return () => [clearTimeout(timer), stop.abort()];
  }, [text]);
  const asked = text.trim();
  const shown = asked ? found : isHere ? known() : null;
  const choose = (/** @type {Found | undefined} */ one) => {
    const href = one?.href ?? `/alerts${query({ q: asked })}`;
    if (one?.kind !== "filter") searches.put({ title: one?.title ?? asked, detail: one?.detail, href });
    setText("");
    box.current?.blur();
    go(href);
  };
  const press = (/** @type {KeyboardEvent} */ event) => {
    const steps = /** @type {Record<string, () => void>} */ ({
      ArrowDown: () => setAt(Math.min(at + 1, (shown?.length ?? 1) - 1)),
      ArrowUp: () => setAt(Math.max(at - 1, asked ? 0 : NONE)),
      Enter: () => (asked || shown?.[at]) && choose(shown?.[at]),
      Escape: () => [setText(""), box.current?.blur()],
    });
    const step = steps[event.key];
    if (!step || event.isComposing) return;
    event.preventDefault();
    step();
  };
  const isOpen = shown !== null && (asked !== "" || shown.length > 0);
  return html`<div class="search" role="search">
    <${Icon} name="search" />
    <input
      id="search"
      ref=${box}
      type="text"
      role="combobox"
      autocomplete="off"
      spellcheck=${false}
      value=${text}
      aria-label=${_("Search: address, prefix, port, name or alert")}
      placeholder=${_("Address, prefix, port, name, alert …")}
      aria-expanded=${String(isOpen)}
      aria-controls="found"
      aria-activedescendant=${isOpen && shown[at] ? `found-${at}` : undefined}
      onFocus=${() => [setHere(true), load().catch(trouble)]}
      onBlur=${() => setHere(false)}
      onInput=${(/** @type {any} */ event) => setText(event.target.value)}
      onKeyDown=${press}
    />
    <kbd aria-hidden="true">/</kbd>
    <ul class="found" id="found" role="listbox" aria-label=${_("Found")} hidden=${!isOpen || !shown.length}>
      ${(shown ?? []).map(
        (one, index) => html`<li
          id="found-${index}"
          role="option"
          aria-selected=${String(index === at)}
          onMouseDown=${(/** @type {Event} */ event) => [event.preventDefault(), choose(one)]}
        >
          <span class="found-kind">${kindOf(one.kind)}</span>
          <strong>${one.title}</strong><span class="aside">${one.detail}</span>
        </li>`,
      )}
    </ul>
    ${isOpen && !shown.length && html`<p class="found found-none">${_("Nothing found. Enter looks through the alerts.")}</p>`}
    <span class="unseen" role="status">${isOpen ? ngettext("{n} found", "{n} found", shown.length) : ""}</span>
  </div>`;
}

/** What is offered before anything is typed. @returns {Found[]} */
function known() {
  const searched = searches.all.value.map(({ title, detail, href }) => ({ kind: "search", id: title, title, detail: detail ?? "", href }));
  const saved = savedFilters.value.map(({ name, address }) => ({ kind: "filter", id: name, title: name, detail: "", href: address }));
  return [...searched, ...saved];
}

/** @param {string} kind */
function kindOf(kind) {
  const known = /** @type {Record<string, string>} */ ({
    alert: _("alert"),
    indication: _("indication"),
    campaign: _("campaign"),
    organisation: _("organisation"),
    partner: _("partner"),
    address: _("address"),
    prefix: _("prefix"),
    port: _("port"),
    search: _("searched"),
    filter: _("filter"),
  });
  return known[kind] ?? kind;
}
