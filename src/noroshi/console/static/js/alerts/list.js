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
   * @param {boolean} isNews Whether it may wait behind the pill; what one does oneself is no news.
   */
  take(alert, isNews) {
    const at = this.alerts.value.findIndex((each) => each.id === alert.id);
    if (at >= 0) {
      const { truth, ...shown } = this.alerts.value[at];
      if ((truth ?? shown).version > alert.version) return;
      this.alerts.value = this.alerts.value.with(at, truth ? { ...shown, truth: alert } : alert);
      return;
    }
    const waiting = new Map(this.waiting.value);
    const isKnown = waiting.delete(alert.id);
    if ((isNews || isKnown) && belongs(alert, this.filter, session.value?.person.id ?? "")) waiting.set(alert.id, alert);
    this.waiting.value = waiting;
  }

  /**
   * Show an alert as it will be; until that is settled, whatever is taken in about it is kept behind.
   * @param {Alert} alert
   */
  foresee(alert) {
    const at = this.alerts.value.findIndex((each) => each.id === alert.id);
    if (at < 0) return;
    const shown = this.alerts.value[at];
    this.alerts.value = this.alerts.value.with(at, { ...alert, truth: shown.truth ?? shown });
  }

  /** Show an alert as the server last gave it. @param {string} id */
  settle(id) {
    const at = this.alerts.value.findIndex((each) => each.id === id);
    const truth = this.alerts.value[at]?.truth;
    if (truth) this.alerts.value = this.alerts.value.with(at, truth);
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
