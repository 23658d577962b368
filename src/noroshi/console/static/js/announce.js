// What a screen reader says by itself: one polite line, at most every two seconds, the latest wins.
import { signal } from "ui";

const PAUSE = 2_000;

export const announced = signal("");

let pending = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} sentence */
export function announce(sentence) {
  pending = sentence;
  timer ??= setTimeout(() => {
    [announced.value, timer] = [pending, undefined];
  }, announced.value ? PAUSE : 0);
}
