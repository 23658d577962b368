// A drawing that is drawn anew whenever its size, its theme or what it shows changes.
import { html, useEffect, useRef } from "ui";

import { preferences } from "../preferences.js";
import { coloursOf } from "./colours.js";

/**
 * @typedef {object} Sheet
 * @property {CanvasRenderingContext2D} pen Scaled so that a unit is a CSS pixel.
 * @property {number} width
 * @property {number} height
 * @property {(name: string) => string} colour The colour that a custom property such as "--accent" has here.
 */

/**
 * @param {object} props
 * @param {string} props.label What it shows, for those who do not see it.
 * @param {string} props.look Its class.
 * @param {(sheet: Sheet) => void} props.draw
 * @param {unknown[]} props.depends Drawn anew when one of these changes.
 * @param {(x: number, y: number, box: DOMRect) => void} [props.hover]
 * @param {(x: number, y: number, box: DOMRect) => void} [props.press]
 * @param {() => void} [props.leave]
 */
export function Canvas({ label, look, draw, depends, hover, press, leave }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const theme = preferences.value.theme;
  useEffect(() => {
    const element = /** @type {HTMLCanvasElement} */ (canvas.current);
    const again = () => paint(element, draw);
    const watcher = new ResizeObserver(again);
    const scheme = matchMedia("(prefers-color-scheme: light)");
    watcher.observe(element);
    scheme.addEventListener("change", again);
    again();
    return () => [watcher.disconnect(), scheme.removeEventListener("change", again)];
  }, [theme, ...depends]);
  const at = (/** @type {((x: number, y: number, box: DOMRect) => void) | undefined} */ tell) => (/** @type {MouseEvent} */ event) => {
    const box = /** @type {HTMLCanvasElement} */ (event.currentTarget).getBoundingClientRect();
    tell?.(event.clientX - box.left, event.clientY - box.top, box);
  };
  return html`<canvas ref=${canvas} class=${look} role="img" aria-label=${label} onPointerMove=${at(hover)} onClick=${at(press)} onPointerLeave=${leave}></canvas>`;
}

/**
 * @param {HTMLCanvasElement} element
 * @param {(sheet: Sheet) => void} draw
 */
function paint(element, draw) {
  const { width, height } = element.getBoundingClientRect();
  const pen = element.getContext("2d");
  if (!pen || !width || !height) return;
  const fine = window.devicePixelRatio || 1;
  [element.width, element.height] = [Math.round(width * fine), Math.round(height * fine)];
  pen.setTransform(fine, 0, 0, fine, 0, 0);
  draw({ pen, width, height, colour: coloursOf(element) });
}
