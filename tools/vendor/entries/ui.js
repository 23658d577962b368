// What pages are made of: Preact, its hooks, signals, and htm bound to Preact.
import htm from "htm";
import { h } from "preact";

export { Fragment, createContext, createRef, h, render } from "preact";
export { useCallback, useContext, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
export {
  batch,
  computed,
  effect,
  signal,
  untracked,
  useComputed,
  useSignal,
  useSignalEffect,
} from "@preact/signals";

/** A template that gives a tree of elements: html`<p class="aside">${text}</p>`. */
export const html = htm.bind(h);

/**
 * @template T
 * @typedef {import("preact").RefObject<T>} RefObject
 */
/**
 * @template T
 * @typedef {import("@preact/signals").Signal<T>} Signal
 */
