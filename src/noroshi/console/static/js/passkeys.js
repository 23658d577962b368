// Passkeys: the browser asks for the finger or face, which stays with the person; the server gets a signature.

/** Whether this browser can do it, here; it needs https or this machine itself. */
export function canPasskey() {
  return typeof PublicKeyCredential === "function" && isSecureContext;
}

/**
 * Make a passkey on this device.
 * @param {any} options As the server gives them, bytes in base64url.
 * @returns {Promise<any>} What the server is told.
 */
export async function makePasskey(options) {
  const { publicKey = options } = options;
  const asked = PublicKeyCredential.parseCreationOptionsFromJSON(publicKey);
  const made = await navigator.credentials.create({ publicKey: asked });
  return /** @type {PublicKeyCredential} */ (made).toJSON();
}

/**
 * Sign with a passkey that this person has.
 * @param {any} options
 * @returns {Promise<any>}
 */
export async function usePasskey(options) {
  const { publicKey = options } = options;
  const asked = PublicKeyCredential.parseRequestOptionsFromJSON(publicKey);
  const used = await navigator.credentials.get({ publicKey: asked });
  return /** @type {PublicKeyCredential} */ (used).toJSON();
}

/** Whether somebody only closed the browser's question. @param {unknown} error */
export function isDeclined(error) {
  return error instanceof DOMException && ["NotAllowedError", "AbortError"].includes(error.name);
}
