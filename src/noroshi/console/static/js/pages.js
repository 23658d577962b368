// Every page, by its address; those that the navigation has are in menu.js, too.
// A page is one file in pages/ with `title(params)` and a default component that takes {params, query}.

/**
 * @typedef {object} Page
 * @property {string} path A pattern: ":id" is one part, ":rest*" all that follows.
 * @property {() => Promise<{ title: (params: Record<string, string>) => string, default: any }>} load
 * @property {boolean} [bare] Without navigation, and for people who have not signed in.
 */

/** @type {Page[]} */
export const PAGES = [
  { path: "/", load: () => import("./pages/queue.js") },
  { path: "/alerts", load: () => import("./pages/queue.js") },
  { path: "/alerts/:id", load: () => import("./pages/alert.js") },
  { path: "/indications", load: () => import("./pages/indications.js") },
  { path: "/indications/:id", load: () => import("./pages/indication.js") },
  { path: "/campaigns", load: () => import("./pages/campaigns.js") },
  { path: "/campaigns/:id", load: () => import("./pages/campaign.js") },
  { path: "/picture", load: () => import("./pages/picture.js") },
  { path: "/organisations", load: () => import("./pages/organisations.js") },
  { path: "/organisations/:id", load: () => import("./pages/organisation.js") },
  { path: "/roster", load: () => import("./pages/roster.js") },
  { path: "/addresses/:subject*", load: () => import("./pages/address.js") },
  { path: "/traffic", load: () => import("./pages/traffic.js") },
  { path: "/sensors", load: () => import("./pages/sensors.js") },
  { path: "/silences", load: () => import("./pages/silences.js") },
  { path: "/notices", load: () => import("./pages/notices.js") },
  { path: "/reports", load: () => import("./pages/reports.js") },
  { path: "/partners", load: () => import("./pages/partners.js") },
  { path: "/partners/:id", load: () => import("./pages/partner.js") },
  { path: "/releases", load: () => import("./pages/releases.js") },
  { path: "/people", load: () => import("./pages/people.js") },
  { path: "/audit", load: () => import("./pages/audit.js") },
  { path: "/help", load: () => import("./pages/help.js") },
  { path: "/me", load: () => import("./pages/me.js") },
  { path: "/sign-in", load: () => import("./pages/sign-in.js"), bare: true },
  { path: "/sign-in/refused", load: () => import("./pages/refused.js"), bare: true },
  { path: "/invitations/:secret", load: () => import("./pages/invitation.js"), bare: true },
];
