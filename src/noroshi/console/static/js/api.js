// The one way to the server: JSON in and out, problems as exceptions, versions as ETags.
import { signal } from "ui";

const BASE = "/api/v1";

/** What unsafe calls must carry; GET /session gives it. */
export const csrf = signal("");

/** Called when the server no longer knows who we are. @type {{ value: () => void }} */
export const whenSignedOut = { value: () => {} };

/** Called when the server wants to know anew who we are; says whether that is done now. @type {{ value: () => Promise<boolean> }} */
export const whenUnproved = { value: async () => false };

/** What went wrong, as the server says it (RFC 9457). */
export class Problem extends Error {
  /**
   * @param {number} status 0 where the server could not be reached.
   * @param {Record<string, any>} body
   */
  constructor(status, body) {
    super(body.title ?? `HTTP ${status}`);
    this.status = status;
    this.type = String(body.type ?? "");
    this.detail = String(body.detail ?? "");
    this.hint = String(body.hint ?? "");
    this.body = body;
  }
}

/**
 * @typedef {object} Asked
 * @property {unknown} [body] Sent as JSON.
 * @property {number} [version] The version that the caller has seen; the server refuses if there is a newer one.
 * @property {AbortSignal} [signal]
 */

/**
 * Ask the server.
 * @param {string} method
 * @param {string} path Below /api/v1.
 * @param {Asked} [asked]
 * @returns {Promise<any>} The answer's body; null where it has none.
 * @throws {Problem} If the server refuses, or cannot be reached.
 */
export async function call(method, path, { body, version, signal: stop } = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  if (method !== "GET" && csrf.value) headers["X-Noroshi-CSRF"] = csrf.value;
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const answer = await reach(BASE + path, { method, headers, body: sent, signal: stop, credentials: "same-origin" });
  const given = await content(answer);
  if (answer.ok) return given;
  if (given?.type === "/problems/renewal-needed" && (await whenUnproved.value())) return call(method, path, { body, version, signal: stop });
  if (answer.status === 401 && !path.startsWith("/session")) whenSignedOut.value();
  throw new Problem(answer.status, given ?? {});
}

/**
 * @param {string} path
 * @param {Asked} [asked]
 */
export function get(path, asked) {
  return call("GET", path, asked);
}

/**
 * @param {string} path
 * @param {unknown} [body]
 * @param {Asked} [asked]
 */
export function post(path, body = {}, asked = {}) {
  return call("POST", path, { ...asked, body });
}

/**
 * Write a query string; what is empty is left out, a list is repeated.
 * @param {Record<string, string | number | boolean | readonly string[] | null | undefined>} values
 */
export function query(values) {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== "" && each !== null && each !== undefined) pairs.append(name, String(each));
  const text = pairs.toString();
  return text ? `?${text}` : "";
}

/**
 * @param {string} url
 * @param {RequestInit} init
 */
async function reach(url, init) {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (isAborted(error)) throw error;
    throw new Problem(0, { type: "/problems/unreachable" });
  }
}

/** @param {Response} answer */
async function content(answer) {
  const kind = answer.headers.get("Content-Type") ?? "";
  if (answer.status === 204) return null;
  try {
    return kind.includes("json") ? await answer.json() : await answer.text();
  } catch (error) {
    if (isAborted(error)) throw error; // else whoever has gone away would be given nothing as an answer
    return null;
  }
}

/** @param {unknown} error */
function isAborted(error) {
  return error instanceof DOMException && error.name === "AbortError";
}
