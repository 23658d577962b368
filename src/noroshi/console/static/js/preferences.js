// What a person likes on this machine; it stays in the browser. The language is the person's and the server keeps it.
import { effect, signal } from "ui";

const KEPT = "noroshi.preferences";

const DEFAULTS = {
  /** dark, light, or auto for what the machine asks for */
  theme: "auto",
  /** utc or local */
  zone: "utc",
  /** comfortable or compact */
  density: "comfortable",
  /** whether single letters do things (WCAG 2.1.4) */
  shortcuts: true,
  /** the least severity that sounds; "" for silence */
  sound: "",
  /** the language before anybody has signed in; "" for the browser's */
  language: "",
};

export const preferences = signal(read());

/** @param {Partial<typeof DEFAULTS>} changes */
export function prefer(changes) {
  preferences.value = { ...preferences.value, ...changes };
  try {
    localStorage.setItem(KEPT, JSON.stringify(preferences.value));
  } catch {
    // a browser that keeps nothing forgets it with the page
  }
}

effect(() => {
  document.documentElement.dataset.theme = preferences.value.theme;
  document.documentElement.dataset.density = preferences.value.density;
});

function read() {
  try {
    return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
  } catch {
    return DEFAULTS;
  }
}
