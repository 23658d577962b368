// Which page is shown, by the address. Links are plain <a href>; a click on one of ours changes the page without
// asking the server for the shell again.
import { signal } from "ui";

/** The address as it stands: path and query. */
export const place = signal(read());

/**
 * Go to an address of the console.
 * @param {string} href
 * @param {{ replace?: boolean }} [how] Whether to take the present address's place in the history.
 */
export function go(href, { replace = false } = {}) {
  if (replace) history.replaceState(null, "", href);
  else history.pushState(null, "", href);
  place.value = read();
}

/** The present address, as a link to it is written. */
export function here() {
  return location.pathname + location.search;
}

/**
 * What a pattern such as "/alerts/:id" finds in a path; null where it does not fit.
 * @param {string} pattern
 * @param {string} path
 * @returns {Record<string, string> | null}
 */
export function fits(pattern, path) {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  const rest = pattern.endsWith("*");
  if (rest ? given.length < wanted.length : given.length !== wanted.length) return null;
  /** @type {Record<string, string>} */
  const found = {};
  for (const [at, part] of wanted.entries()) {
    if (part.startsWith(":") && part.endsWith("*"))
      found[part.slice(1, -1)] = given.slice(at).map(decodeURIComponent).join("/");
    else if (part.startsWith(":")) found[part.slice(1)] = decodeURIComponent(given[at] ?? "");
    else if (part !== given[at]) return null;
  }
  return found;
}

/** Follow links and the browser's own buttons from now on. */
export function follow() {
  addEventListener("popstate", () => (place.value = read()));
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || !isOurs(link, event)) return;
    event.preventDefault();
    go(link.pathname + link.search + link.hash);
  });
}

/**
 * @param {HTMLAnchorElement} link
 * @param {MouseEvent} event
 */
function isOurs(link, event) {
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  const inside = link.origin === location.origin && !link.target && !link.hasAttribute("download");
  const page = !link.pathname.startsWith("/api/") && !link.pathname.startsWith("/static/");
  return plain && inside && page && !event.defaultPrevented && !link.getAttribute("href")?.startsWith("#");
}

function read() {
  return { path: location.pathname.replace(/(.)\/+$/, "$1"), query: new URLSearchParams(location.search) };
}
