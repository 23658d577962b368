// What is always in sight: whose centre this is, the search box, whether the page is live, the time, and oneself.
import { html } from "ui";

import { _ } from "../i18n.js";
import { about, session, signOut } from "../session.js";
import { searches } from "../shelf.js";
import { clockText, now } from "../time.js";
import { trouble } from "../toasts.js";
import { roleWord } from "../words.js";
import { Beacon } from "./beacon.js";
import { Freshness } from "./freshness.js";
import { Icon } from "./icon.js";
import { Search } from "./search.js";

/** @param {{ toggle: () => void, isOpen: boolean }} props */
export function TopBar({ toggle, isOpen }) {
  return html`<header class="top-bar">
    <button
      type="button"
      class="top-menu"
      aria-expanded=${String(isOpen)}
      aria-controls="navigation"
      aria-label=${_("Pages")}
      onClick=${toggle}
    >
      <${Icon} name="menu" />
    </button>
    <a class="wordmark" href="/"><${Beacon} /><span>Noroshi</span></a>
    <span class="centre">${about.value.centre}</span>
    <${Search} />
    <${Freshness} />
    <time class="top-clock" title=${new Date(now.value).toISOString()}>${clockText()}</time>
    <${Oneself} />
  </header>`;
}

function Oneself() {
  const person = session.value?.person;
  if (!person) return null;
  return html`<details class="menu">
    <summary>
      <span class="initials" aria-hidden="true">${initials(person.name)}</span>
      <span class="unseen">${_("{name}, menu", { name: person.name })}</span>
    </summary>
    <div class="menu-body">
      <p class="menu-title">${person.name}<small>${roleWord(person.role)}</small></p>
      <a href="/me"><${Icon} name="person" />${_("My settings")}</a>
      <button type="button" onClick=${leave}><${Icon} name="out" />${_("Sign out")}</button>
    </div>
  </details>`;
}

function leave() {
  searches.clear(); // the next at this machine may be somebody else
  signOut().catch(trouble);
}

/** @param {string} name */
export function initials(name) {
  const words = name.split(/[\s._@-]+/).filter(Boolean);
  return (words.length > 1 ? words[0][0] + words[1][0] : name.slice(0, 2)).toUpperCase();
}
