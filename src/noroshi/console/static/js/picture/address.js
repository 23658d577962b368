/** IPv4 addresses as numbers and as text. */

/**
 * @param {number} address
 * @returns {string}
 */
export function dotted(address) {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/**
 * @param {string} text
 * @returns {number|null} null for what is no IPv4 address
 */
export function undotted(text) {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return parts.reduce((address, part) => address * 256 + Number(part), 0);
}
