// Every page: its address, where it stands in the navigation, the right that it needs, and the key after "g".
// A page is one file in pages/ with `title(params)` and a default component that takes {params, query}.
import { _ } from "./i18n.js";

/**
 * @typedef {object} Page
 * @property {string} path A pattern: ":id" is one part, ":rest*" all that follows.
 * @property {() => Promise<{ title: (params: Record<string, string>) => string, default: any }>} load
 * @property {boolean} [bare] Without navigation, and for people who have not signed in.
 * @property {{ word: () => string, icon: import("./parts/icon.js").IconName, key: string, rights: string[] }} [nav]
 */

/** @type {Page[]} */
export const PAGES = [
  {
    path: "/",
    load: () => import("./pages/queue.js"),
    nav: { word: () => _("Alerts"), icon: "queue", key: "q", rights: ["see", "see-own"] },
  },
  { path: "/alerts", load: () => import("./pages/queue.js") },
  { path: "/alerts/:id", load: () => import("./pages/alert.js") },
  {
    path: "/picture",
    load: () => import("./pages/picture.js"),
    nav: { word: () => _("Picture"), icon: "picture", key: "p", rights: ["see", "see-own"] },
  },
  {
    path: "/silences",
    load: () => import("./pages/silences.js"),
    nav: { word: () => _("Silences"), icon: "silences", key: "l", rights: ["see"] },
  },
  {
    path: "/notices",
    load: () => import("./pages/notices.js"),
    nav: { word: () => _("Notices"), icon: "notices", key: "n", rights: ["see", "see-own"] },
  },
  { path: "/me", load: () => import("./pages/me.js") },
  { path: "/sign-in", load: () => import("./pages/sign-in.js"), bare: true },
  { path: "/invitations/:secret", load: () => import("./pages/invitation.js"), bare: true },
];
