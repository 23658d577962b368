// The alerts on the screen: a live list in which one's own deeds show before the server has confirmed them.
import { LiveList } from "../parts/live-list.js";
import { session } from "../session.js";
import { belongs } from "./model.js";

/** @typedef {import("./model.js").Alert} Alert */

/** @extends {LiveList<Alert>} */
export class AlertList extends LiveList {
  /** @param {import("./model.js").Filter} filter */
  constructor(filter) {
    super("/alerts", filter, (alert) => belongs(alert, filter, session.value?.person.id ?? ""));
  }

  /**
   * Show an alert as it will be; until that is settled, whatever is taken in about it is kept behind.
   * @param {Alert} alert
   */
  foresee(alert) {
    const at = this.items.value.findIndex((each) => each.id === alert.id);
    if (at < 0) return;
    const shown = this.items.value[at];
    this.items.value = this.items.value.with(at, { ...alert, truth: shown.truth ?? shown });
  }

  /** Show an alert as the server last gave it. @param {string} id */
  settle(id) {
    const at = this.items.value.findIndex((each) => each.id === id);
    const truth = this.items.value[at]?.truth;
    if (truth) this.items.value = this.items.value.with(at, truth);
  }
}
