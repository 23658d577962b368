// IPv4 addresses as numbers, for what is laid out and drawn.

/** @param {string} text @returns {number | null} null for what is no IPv4 address */
export function numberOf(text) {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  return parts?.every((part) => part < 256) ? parts.reduce((whole, part) => whole * 256 + part, 0) : null;
}

/** @param {number} address */
export function textOf(address) {
  return [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(address / unit) % 256).join(".");
}

/** A link's path to an address or prefix. @param {string} subject */
export function addressHref(subject) {
  return `/addresses/${subject.split("/").map(encodeURIComponent).join("/")}`;
}
