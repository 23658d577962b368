// What this machine can draw. Many have no graphics card that the browser may use (virtual machines, thin clients), and
// WebGL drawn by the processor is slower than a 2-D canvas.

/** Renderers that are the processor in disguise. */
const SOFTWARE = /SwiftShader|llvmpipe|softpipe|Basic Render|Software/i;
/** Seconds that a stage is watched before it is judged. */
const WATCHED = 2;
/** A frame that takes longer than this, in the middle of all, is too slow, ms: fewer than 18 frames a second. */
const SLOW = 55;

/** @typedef {"full"|"light"|"flat"} Graphics with tails; dots by WebGL; a 2-D canvas */

/** @returns {{webgl: boolean, software: boolean, renderer: string}} */
export function inquire() {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return { webgl: false, software: false, renderer: "" };
  const asked = gl.getExtension("WEBGL_debug_renderer_info");
  const renderer = String(gl.getParameter(asked ? asked.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return { webgl: true, software: SOFTWARE.test(renderer), renderer };
}

/**
 * What to draw with, where nobody has chosen.
 * @param {{webgl: boolean, software: boolean}} machine
 * @returns {Graphics}
 */
export function suited({ webgl, software }) {
  if (!webgl) return "flat";
  return software ? "light" : "full";
}

/**
 * @param {Graphics} graphics
 * @returns {Graphics} the next simpler one
 */
export function simpler(graphics) {
  return graphics === "full" ? "light" : "flat";
}

/** Watches how long frames take, for the first seconds of a stage. */
export class FrameWatch {
  /** @type {number[]} */
  #gaps = [];
  #first = 0;
  #latest = 0;

  /**
   * @param {number} moment ms
   * @returns {boolean|null} whether frames are too slow; null while it watches, and after it has judged
   */
  slow(moment) {
    if (this.#first < 0) return null;
    if (this.#latest > 0) this.#gaps.push(moment - this.#latest);
    this.#latest = moment;
    this.#first ||= moment;
    if (moment - this.#first < WATCHED * 1000) return null;
    this.#first = -1;
    const middle = this.#gaps.sort((one, other) => one - other)[Math.floor(this.#gaps.length / 2)];
    return middle > SLOW;
  }
}
