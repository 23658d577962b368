// What the browser keeps for a person: what was searched for of late. It stays in this browser rather than on the server, for
// what an officer looked for names members' machines, of which nobody shall find a list in the centre's books or backups.
import { computed, signal } from "ui";

import { session } from "./session.js";

/**
 * @typedef {object} Kept
 * @property {string} title
 * @property {string} href
 * @property {string} [detail]
 */

export class Shelf {
  /**
   * @param {string} name What it is kept under.
   * @param {number} most How many it holds; the oldest makes room.
   */
  constructor(name, most) {
    this.name = name;
    this.most = most;
    this.changes = signal(0);
    /** What lies there for whoever is signed in, the newest first. */
    this.all = computed(() => (this.changes.value, this.#read()));
  }

  /** Put something there, in place of what has the same title. @param {Kept} one */
  put(one) {
    this.#write([one, ...this.all.value.filter(({ title }) => title !== one.title)].slice(0, this.most));
  }

  /** @param {string} title */
  remove(title) {
    this.#write(this.all.value.filter((each) => each.title !== title));
  }

  /** Leave nothing behind, as on signing out. */
  clear() {
    this.#write([]);
  }

  get #key() {
    return `noroshi.${this.name}.${session.value?.person.id ?? ""}`;
  }

  /** @returns {Kept[]} */
  #read() {
    try {
      const found = JSON.parse(localStorage.getItem(this.#key) ?? "[]");
      return found.filter((/** @type {any} */ { title, href }) => typeof title === "string" && String(href).startsWith("/"));
    } catch {
      return [];
    }
  }

  /** @param {Kept[]} all */
  #write(all) {
    try {
      if (all.length) localStorage.setItem(this.#key, JSON.stringify(all));
      else localStorage.removeItem(this.#key);
    } catch {
      // a browser that keeps nothing has no shelf
    }
    this.changes.value += 1;
  }
}

/** What somebody went to from the search box. */
export const searches = new Shelf("searches", 8);
