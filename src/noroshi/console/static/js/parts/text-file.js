// Files of text: a person's own, and those that are written for them.
import { Problem } from "../api.js";
import { _ } from "../i18n.js";

/** Read a file. What is no UTF-8 would else arrive with its letters replaced, and be taken so. @param {File} file */
export async function textOf(file) {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(422, { detail: _("The file is not UTF-8. Save it as CSV UTF-8, or as Unicode.") });
  }
}

/**
 * Save a text where the browser keeps what it downloads.
 * @param {string} name
 * @param {string} content
 */
export function save(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content]));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
