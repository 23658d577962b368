// Sentences in the officer's language. English stands in the source; other languages are catalogues that
// `make catalogues` compiles from gettext. Mark every sentence that people read: _("…"), ngettext("…", "…", n), or
// pgettext("where", "…") for a word that other languages say differently in different places; each a double-quoted
// literal in one piece, with {names} for what is filled in.
import { signal } from "ui";

/** Languages that the console speaks: what each is called by those who read it. */
export const LANGUAGES = /** @type {const} */ ({
  en: "English",
  ja: "日本語",
  id: "Bahasa Indonesia",
  vi: "Tiếng Việt",
  th: "ไทย",
});

/** The language on the screen, a BCP 47 tag. */
export const language = signal("en");

/** A signal, so that whatever says a sentence says it anew in another language. @type {import("ui").Signal<Record<string, string[]>>} */
const catalogue = signal({});
let plural = new Intl.PluralRules("en");

/**
 * Speak a language from now on. Whatever has no translation stays English.
 * @param {string} code
 */
export async function speak(code) {
  const known = code in LANGUAGES ? code : "en";
  const sentences = known === "en" ? {} : await load(known);
  plural = new Intl.PluralRules(known);
  catalogue.value = sentences;
  document.documentElement.lang = known;
  language.value = known;
}

/** The language that the browser asks for, of those that we speak. */
export function preferred() {
  return navigator.languages.map((tag) => tag.split("-")[0]).find((code) => code in LANGUAGES) ?? "en";
}

/**
 * A sentence in the language on the screen.
 * @param {string} sentence
 * @param {Record<string, string | number>} [values] What stands in its {braces}; numbers are written as the language does.
 */
export function _(sentence, values) {
  return fill(catalogue.value[sentence]?.[0] ?? sentence, values);
}

/**
 * A word that other languages say differently in different places: "dark" of a theme, and of address space.
 * @param {string} context Where it stands, for translators.
 * @param {string} sentence
 */
export function pgettext(context, sentence) {
  return catalogue.value[`${context}\u0004${sentence}`]?.[0] ?? sentence;
}

/**
 * A sentence that depends on a number, which {n} stands for.
 * @param {string} one
 * @param {string} many
 * @param {number} n
 * @param {Record<string, string | number>} [values]
 */
export function ngettext(one, many, n, values) {
  const forms = catalogue.value[one];
  const rules = plural.resolvedOptions().pluralCategories;
  const form = forms?.[Math.min(rules.indexOf(plural.select(n)), forms.length - 1)] ?? (n === 1 ? one : many);
  return fill(form, { n, ...values });
}

/**
 * A number as the language writes it.
 * @param {number} value
 * @param {Intl.NumberFormatOptions} [options]
 */
export function number(value, options) {
  return new Intl.NumberFormat(language.value, options).format(value);
}

/**
 * @param {string} sentence
 * @param {Record<string, string | number>} [values]
 */
function fill(sentence, values) {
  if (!values) return sentence;
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === "number" ? number(value) : value;
  });
}

/**
 * @param {string} code
 * @returns {Promise<Record<string, string[]>>}
 */
async function load(code) {
  try {
    const answer = await fetch(`/static/i18n/${code}.json`);
    return answer.ok ? await answer.json() : {};
  } catch {
    return {}; // English is better than nothing
  }
}
