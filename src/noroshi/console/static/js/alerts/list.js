// The alerts on the screen: fetched a page at a time, changed in place by what happens, never moved by it.
// What is new waits behind a pill until somebody asks for it.
import { batch, computed, signal } from "ui";

import { get, query } from "../api.js";
import { session } from "../session.js";
import { belongs } from "./model.js";

/** How many alerts are fetched at once. */
const PAGE = 200;

/** @typedef {import("./model.js").Alert} Alert */

export class AlertList {
  /** @param {import("./model.js").Filter} filter */
  constructor(filter) {
    this.filter = filter;
    /** In the order of the screen. @type {import("ui").Signal<Alert[]>} */
    this.alerts = signal([]);
    /** How many there are by the server's count; null where it does not count so far. */
    this.total = signal(/** @type {number | null} */ (null));
    /** New ones that are not on the screen yet, by id. @type {import("ui").Signal<Map<string, Alert>>} */
    this.waiting = signal(new Map());
    this.error = signal(/** @type {unknown} */ (null));
    this.isLoaded = signal(false);
    this.count = computed(() => this.alerts.value.length);
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
      const page = await get(`/alerts${query({ ...this.filter, limit: String(PAGE), after })}`);
      batch(() => {
        this.alerts.value = after ? joined(this.alerts.value, page.items) : page.items;
        if (!after) [this.total.value, this.waiting.value] = [page.total, new Map()];
        [this.next, this.error.value, this.isLoaded.value] = [page.next, null, true];
      });
    } catch (error) {
      this.error.value = error;
    }
  }

  /**
   * Take in an alert as it now is.
   * @param {Alert} alert
   */
  take(alert) {
    const at = this.alerts.value.findIndex((each) => each.id === alert.id);
    if (at >= 0) {
      if (this.alerts.value[at].version <= alert.version) this.alerts.value = this.alerts.value.with(at, alert);
      return;
    }
    const waiting = new Map(this.waiting.value);
    waiting.delete(alert.id);
    if (belongs(alert, this.filter, session.value?.person.id ?? "")) waiting.set(alert.id, alert);
    this.waiting.value = waiting;
  }
}

/**
 * @param {Alert[]} before
 * @param {Alert[]} after
 */
function joined(before, after) {
  const known = new Set(before.map((each) => each.id));
  return [...before, ...after.filter((each) => !known.has(each.id))];
}
