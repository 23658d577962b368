// Who sits here, and what they may do. The server decides; this only spares people buttons that would be refused.
import { signal } from "ui";

import { call, csrf, get, Problem, whenSignedOut, whenUnproved } from "./api.js";
import { go, here } from "./router.js";

/**
 * @typedef {object} Person
 * @property {string} id
 * @property {string} name
 * @property {string} role viewer, officer, lead, administrator or member
 * @property {string} organisation A member's own; else empty.
 * @property {string} language
 */

/** @type {import("ui").Signal<{ person: Person, rights: string[], expires?: string } | null>} */
export const session = signal(null);

/** What /about says of this centre. @type {import("ui").Signal<Record<string, any>>} */
export const about = signal({ name: "Noroshi", centre: "", sign_in: ["passkey", "password"] });

/** What is asked in front of whatever page is shown; null while nothing is. @type {import("ui").Signal<any>} */
export const question = signal(null);

whenSignedOut.value = () => {
  session.value = null;
  go(`/sign-in?next=${encodeURIComponent(here())}`, { replace: true });
};

whenUnproved.value = async () => (await import("./own/renewal.js")).proved();

/** Ask who we are; nobody is no error. */
export async function resume() {
  try {
    take(await get("/session"));
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
  }
}

/** @param {any} answer What the server gives to somebody who has signed in. */
export function take(answer) {
  csrf.value = answer.csrf ?? "";
  session.value = answer.person ? answer : null;
}

export async function signOut() {
  await call("DELETE", "/session");
  session.value = null;
  csrf.value = "";
  go("/sign-in");
}

/**
 * Whether this person has a right, such as "work".
 * @param {string} right
 */
export function may(right) {
  return session.value?.rights.includes(right) ?? false;
}
