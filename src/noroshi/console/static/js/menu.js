// The pages that the navigation has, in its order, with the rights of which one is needed, and the key after "g".
import { _ } from "./i18n.js";
import { may } from "./session.js";

/**
 * @typedef {object} Entry
 * @property {string} path
 * @property {() => string} word
 * @property {import("./parts/icon.js").IconName} icon
 * @property {string} key
 * @property {string[]} rights
 */

/** @type {Entry[]} */
const MENU = [
  { path: "/", word: () => _("Alerts"), icon: "queue", key: "q", rights: ["see", "see-own"] },
  { path: "/indications", word: () => _("Indications"), icon: "indications", key: "i", rights: ["see", "see-own"] },
  { path: "/campaigns", word: () => _("Campaigns"), icon: "campaigns", key: "c", rights: ["see"] },
  { path: "/picture", word: () => _("Picture"), icon: "picture", key: "p", rights: ["see", "see-own"] },
  { path: "/organisations", word: () => _("Organisations"), icon: "organisations", key: "o", rights: ["see", "see-own"] },
  { path: "/traffic", word: () => _("Traffic"), icon: "traffic", key: "t", rights: ["see"] },
  { path: "/sensors", word: () => _("Sensors"), icon: "sensors", key: "s", rights: ["see"] },
  { path: "/silences", word: () => _("Silences"), icon: "silences", key: "l", rights: ["see"] },
  { path: "/notices", word: () => _("Notices"), icon: "notices", key: "n", rights: ["see", "see-own"] },
  { path: "/reports", word: () => _("Reports"), icon: "reports", key: "r", rights: ["see", "see-own"] },
  { path: "/partners", word: () => _("Partners"), icon: "partners", key: "x", rights: ["see"] },
  { path: "/releases", word: () => _("Releases"), icon: "releases", key: "d", rights: ["see"] },
  { path: "/people", word: () => _("People"), icon: "people", key: "e", rights: ["see-people"] },
  { path: "/audit", word: () => _("Audit"), icon: "audit", key: "a", rights: ["see-audit"] },
  { path: "/help", word: () => _("Help"), icon: "help", key: "h", rights: ["see", "see-own"] },
];

/** What whoever is signed in may visit. */
export const menu = () => MENU.filter((entry) => entry.rights.some(may));
