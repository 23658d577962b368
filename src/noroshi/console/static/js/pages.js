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
    path: "/organisations",
    load: () => import("./pages/organisations.js"),
    nav: { word: () => _("Organisations"), icon: "organisations", key: "o", rights: ["see", "see-own"] },
  },
  { path: "/organisations/:id", load: () => import("./pages/organisation.js") },
  { path: "/addresses/:subject*", load: () => import("./pages/address.js") },
  {
    path: "/traffic",
    load: () => import("./pages/traffic.js"),
    nav: { word: () => _("Traffic"), icon: "traffic", key: "t", rights: ["see"] },
  },
  {
    path: "/sensors",
    load: () => import("./pages/sensors.js"),
    nav: { word: () => _("Sensors"), icon: "sensors", key: "s", rights: ["see"] },
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
  {
    path: "/reports",
    load: () => import("./pages/reports.js"),
    nav: { word: () => _("Reports"), icon: "reports", key: "r", rights: ["see", "see-own"] },
  },
  {
    path: "/people",
    load: () => import("./pages/people.js"),
    nav: { word: () => _("People"), icon: "people", key: "e", rights: ["see-people"] },
  },
  {
    path: "/audit",
    load: () => import("./pages/audit.js"),
    nav: { word: () => _("Audit"), icon: "audit", key: "a", rights: ["see-audit"] },
  },
  {
    path: "/help",
    load: () => import("./pages/help.js"),
    nav: { word: () => _("Help"), icon: "help", key: "h", rights: ["see", "see-own"] },
  },
  { path: "/me", load: () => import("./pages/me.js") },
  { path: "/sign-in", load: () => import("./pages/sign-in.js"), bare: true },
  { path: "/invitations/:secret", load: () => import("./pages/invitation.js"), bare: true },
];
