// Moments as people read them: in UTC or local time, as the person likes, and how long ago.
import { signal } from "ui";

import { _, language, number } from "./i18n.js";
import { preferences } from "./preferences.js";

/** The time by this machine's clock, ms; moves every five seconds. */
export const now = signal(Date.now());

setInterval(() => (now.value = Date.now()), 5_000);

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A moment, short: the time for today, else day and time.
 * @param {string} iso ISO 8601
 */
export function momentText(iso) {
  const at = new Date(iso);
  const today = dayOf(at) === dayOf(new Date(now.value));
  return format(at, today ? TIME : DAY_AND_TIME);
}

/**
 * A moment in full, with its zone.
 * @param {string} iso ISO 8601
 */
export function fullText(iso) {
  const at = new Date(iso);
  return `${format(at, { dateStyle: "medium" })} ${format(at, TIME)} ${zoneOf(at)}`;
}

/**
 * What stands on hover: exact in UTC, and by this machine's zone.
 * @param {string} iso ISO 8601
 */
export function exactText(iso) {
  const local = new Intl.DateTimeFormat(language.value, { calendar: "gregory", dateStyle: "medium", timeStyle: "long", hourCycle: "h23" });
  return `${iso} · ${local.format(new Date(iso))}`;
}

/**
 * How long ago, or in how long: one unit, as short as it can be said, such as "3 min" or "2 d".
 * @param {number} span ms
 */
export function spanText(span) {
  const length = Math.abs(span);
  if (length < MINUTE) return unit(Math.floor(length / SECOND), "second");
  if (length < HOUR) return unit(Math.floor(length / MINUTE), "minute");
  if (length < 2 * DAY) return unit(Math.floor(length / HOUR), "hour");
  return unit(Math.floor(length / DAY), "day");
}

/**
 * "3 min ago", "in 2 hr".
 * @param {string} iso ISO 8601
 */
export function agoText(iso) {
  const span = now.value - Date.parse(iso);
  if (Math.abs(span) < 10 * SECOND) return _("just now");
  return span > 0 ? _("{span} ago", { span: spanText(span) }) : _("in {span}", { span: spanText(span) });
}

/**
 * How long ago to the second, for what has only just happened: "3 sec ago".
 * @param {string} iso ISO 8601
 */
export function sinceText(iso) {
  return _("{span} ago", { span: spanText(Math.max(0, Date.now() - Date.parse(iso))) });
}

/** The wall clock in the top bar. */
export function clockText() {
  const text = format(new Date(now.value), { hour: "2-digit", minute: "2-digit" });
  return preferences.value.zone === "utc" ? `${text} UTC` : text;
}

const TIME = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY_AND_TIME = /** @type {const} */ ({ month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });

/**
 * The years are those of files, messages and partners in every language: beside 2026, Thailand's 2569 would be another day.
 * @param {Date} at
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(at, options) {
  const zone = preferences.value.zone === "utc" ? { timeZone: "UTC" } : {};
  return new Intl.DateTimeFormat(language.value, { ...options, calendar: "gregory", hourCycle: "h23", ...zone }).format(at);
}

/** What the zone of a moment is called; on its own, for together with it Thai spells the hours out. @param {Date} at */
function zoneOf(at) {
  if (preferences.value.zone === "utc") return "UTC";
  const parts = new Intl.DateTimeFormat(language.value, { timeZoneName: "short" }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** @param {Date} at */
function dayOf(at) {
  return preferences.value.zone === "utc" ? at.toISOString().slice(0, 10) : at.toDateString();
}

/**
 * @param {number} count
 * @param {string} name
 */
function unit(count, name) {
  return number(count, { style: "unit", unit: name, unitDisplay: "short" });
}
