// A list on the screen: fetched a page at a time, changed in place by what happens, never moved by it.
// What is new waits behind a pill until somebody asks for it.
import { batch, signal } from "ui";

import { get, query } from "../api.js";

/** How many are fetched at once. */
const PAGE = 200;

/** @typedef {{ id: string, version: number, truth?: any }} Listed */

/** @template {Listed} T */
export class LiveList {
  /**
   * @param {string} path Below /api/v1.
   * @param {Record<string, any>} filter As the query has it.
   * @param {(item: T) => boolean} belongs Whether one that has just changed is among those that the filter finds.
   */
  constructor(path, filter, belongs) {
    this.path = path;
    this.filter = filter;
    this.belongs = belongs;
    /** In the order of the screen. @type {import("ui").Signal<T[]>} */
    this.items = signal([]);
    /** How many there are by the server's count; null where it does not count so far. */
    this.total = signal(/** @type {number | null} */ (null));
    /** New ones that are not on the screen yet, by id. @type {import("ui").Signal<Map<string, T>>} */
    this.waiting = signal(new Map());
    this.error = signal(/** @type {unknown} */ (null));
    this.isLoaded = signal(false);
    /** @type {string | null} */
    this.next = null;
    /** @type {Promise<void> | null} */
    this.fetching = null;
  }

  /** Fetch the first page, in place of what is there. */
  async load() {
    this.fetching = null;
    await this.fetch("");
  }

  /** Fetch the next page, if there is one and nobody fetches it already. */
  async more() {
    if (this.next) await this.fetch(this.next);
  }

  /** @param {string} after A cursor; "" for the first page. */
  fetch(after) {
    this.fetching ??= this.ask(after).finally(() => (this.fetching = null));
    return this.fetching;
  }

  /** @param {string} after */
  async ask(after) {
    try {
      const page = await get(`${this.path}${query({ ...this.filter, limit: String(PAGE), after })}`);
      batch(() => {
        this.items.value = after ? joined(this.items.value, page.items) : page.items;
        if (!after) [this.total.value, this.waiting.value] = [page.total, new Map()];
        [this.next, this.error.value, this.isLoaded.value] = [page.next, null, true];
      });
    } catch (error) {
      this.error.value = error;
    }
  }

  /**
   * Take one in as it now is.
   * @param {T} item
   * @param {boolean} isNews Whether it may wait behind the pill; what one does oneself is no news.
   */
  take(item, isNews) {
    const at = this.items.value.findIndex((each) => each.id === item.id);
    if (at >= 0) {
      const { truth, ...shown } = this.items.value[at];
      if ((truth ?? shown).version > item.version) return;
      this.items.value = this.items.value.with(at, truth ? /** @type {T} */ ({ ...shown, truth: item }) : item);
      return;
    }
    const waiting = new Map(this.waiting.value);
    const isKnown = waiting.delete(item.id);
    if ((isNews || isKnown) && this.belongs(item)) waiting.set(item.id, item);
    this.waiting.value = waiting;
  }
}

/**
 * @template {Listed} T
 * @param {T[]} before
 * @param {T[]} after
 */
function joined(before, after) {
  const known = new Set(before.map((each) => each.id));
  return [...before, ...after.filter((each) => !known.has(each.id))];
}
