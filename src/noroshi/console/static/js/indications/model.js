// An indication as the server gives it, and the filter that picks some of them.

/**
 * @typedef {object} Indication
 * @property {string} id Short, such as "I-7QX3M2KA".
 * @property {string} severity low, medium, high or critical
 * @property {string} kind Such as port.rising.
 * @property {string} subject Such as "tcp/23".
 * @property {string} started ISO 8601
 * @property {string} last ISO 8601
 * @property {boolean} ended
 * @property {string} why One English sentence.
 * @property {number} confidence From 0 to 1.
 * @property {boolean} may_be_spoofed
 * @property {number} version
 * @property {undefined} [truth] Nobody does anything with an indication, so what is shown is the truth.
 */

/**
 * Which are shown: the names are those of the server's query, so an address is a lasting link.
 * @typedef {object} Filter
 * @property {string} kind
 * @property {string} subject
 * @property {string} ended "", "true" or "false"
 */

/** @param {URLSearchParams} query @returns {Filter} */
export function filterOf(query) {
  const given = (/** @type {string} */ name) => query.get(name) ?? "";
  return { kind: given("kind"), subject: given("subject"), ended: given("ended") };
}

/**
 * Whether one that has just changed belongs to what is shown.
 * @param {Indication} indication
 * @param {Filter} filter
 */
export function belongs(indication, { kind, subject, ended }) {
  return (
    ["", indication.kind].includes(kind) && ["", indication.subject].includes(subject) && ["", String(indication.ended)].includes(ended)
  );
}
