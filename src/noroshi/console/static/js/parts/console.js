// The frame around every page: top bar, navigation, the page itself, notes; and the pages before sign-in without them.
import { html, useEffect, useState } from "ui";

import { _, language } from "../i18n.js";
import { useKeys } from "../keyboard.js";
import { menu } from "../menu.js";
import { PAGES } from "../pages.js";
import { fits, go, here, place } from "../router.js";
import { about, question, session } from "../session.js";
import { StaleBar } from "./freshness.js";
import { KeyHelp } from "./key-help.js";
import { Trouble } from "./loading.js";
import { Navigation } from "./navigation.js";
import { Toasts } from "./toasts.js";
import { TopBar } from "./top-bar.js";

export function Console() {
  const { path, query } = place.value;
  const [asksHelp, setAsksHelp] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const page = PAGES.find((each) => fits(each.path, path));
  const params = (page && fits(page.path, path)) || {};
  useEffect(() => setOpen(false), [path]);
  useKeys(everywhere(() => setAsksHelp(true)));
  useEffect(() => {
    if (!session.value && !page?.bare) go(`/sign-in?next=${encodeURIComponent(here())}`, { replace: true });
  }, [session.value, path]);
  if (!session.value && !page?.bare) return null;
  const shown = html`<${Shown} key=${page?.path} page=${page} params=${params} query=${query} />`;
  if (page?.bare) return html`<main class="bare" id="page">${shown}</main><${Toasts} />`;
  return html`<a class="skip" href="#page">${_("To the page")}</a>
    <${TopBar} toggle=${() => setOpen(!isOpen)} isOpen=${isOpen} />
    <${Navigation} isOpen=${isOpen} path=${path} help=${() => setAsksHelp(true)} />
    <main class="page" id="page" tabindex="-1"><${StaleBar} />${shown}</main>
    <${Toasts} />
    ${question.value}
    ${asksHelp && html`<${KeyHelp} close=${() => setAsksHelp(false)} />`}`;
}

/** @param {{ page: import("../pages.js").Page | undefined, params: Record<string, string>, query: URLSearchParams }} props */
function Shown({ page, params, query }) {
  const [module, setModule] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  useEffect(() => {
    (page?.load() ?? import("../pages/missing.js")).then(setModule, setError);
  }, [page]);
  const title = module?.title(params);
  useEffect(() => {
    if (title) document.title = `${title} · ${about.value.centre || "Noroshi"}`;
  }, [title, language.value]);
  if (error) return html`<${Trouble} error=${error} />`;
  return module && html`<${module.default} params=${params} query=${query} />`;
}

/** @param {() => void} help */
function everywhere(help) {
  return [
    { keys: "?", says: _("Show the keys"), run: help },
    { keys: "/", says: _("Search"), run: search },
    { keys: "Control+k", says: _("Search"), run: search },
    ...menu().map(({ path, key, word }) => ({
      keys: `g ${key}`,
      says: _("Go to: {page}", { page: word() }),
      run: () => go(path),
    })),
    { keys: "g m", says: _("Go to: {page}", { page: _("My settings") }), run: () => go("/me") },
  ];
}

function search() {
  document.getElementById("search")?.focus();
}
