// Filters of the queue that somebody gave a name: the server keeps them with the person, so they are there in every browser.
import { computed, signal } from "ui";

import { call, get, post, query } from "../api.js";
import { session } from "../session.js";

/** @typedef {{ name: string, address: string }} SavedFilter */

/** Whose they are, and which; nobody's until they were asked for. */
const kept = signal({ person: "", filters: /** @type {SavedFilter[]} */ ([]) });

const me = () => session.value?.person.id ?? "";

/** What whoever is signed in has saved, by name; empty until `load` has been answered. */
export const savedFilters = computed(() => (kept.value.person === me() ? kept.value.filters : []));

/** Ask for them. */
export async function load() {
  const person = me();
  kept.value = { person, filters: await get("/me/filters") };
}

/** Save one, in place of the one of the same name. @param {string} name @param {string} address */
export async function save(name, address) {
  await post("/me/filters", { name, address });
  await load();
}

/** @param {string} name */
export async function forget(name) {
  await call("DELETE", `/me/filters${query({ name })}`);
  await load();
}
