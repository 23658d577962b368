/** The eye: it circles the middle of the scene, and looks at it. */

const SLOPE = Math.tan((34 / 2) * (Math.PI / 180)); // half of the field of view, which is 34 degrees high
const NEAR = 0.1;
const FAR = 40;

export class Orbit {
  /** @param {{yaw: number, pitch: number, distance: number, closest: number, furthest: number}} home radians, scene's units */
  constructor(home) {
    this.home = home;
    this.yaw = home.yaw;
    this.pitch = home.pitch;
    this.distance = home.distance;
    this.width = 1;
    this.height = 1;
    /** Where the eye is. */
    this.eye = new Float32Array(3);
    /** From the scene to the screen, by column, as the graphics card wants it. */
    this.matrix = new Float32Array(16);
    this.aim();
  }

  /** Look from where it began. */
  reset() {
    Object.assign(this, { yaw: this.home.yaw, pitch: this.home.pitch, distance: this.home.distance });
    this.aim();
  }

  /**
   * @param {number} yaw radians to the right
   * @param {number} pitch radians up
   */
  turn(yaw, pitch) {
    this.yaw += yaw;
    this.pitch = Math.max(-1.45, Math.min(1.45, this.pitch + pitch));
    this.aim();
  }

  /** @param {number} factor below 1 goes closer */
  zoom(factor) {
    this.distance = Math.max(this.home.closest, Math.min(this.home.furthest, this.distance * factor));
    this.aim();
  }

  /**
   * @param {number} width CSS pixels
   * @param {number} height CSS pixels
   */
  resize(width, height) {
    this.width = width;
    this.height = height;
    this.aim();
  }

  /** Work out the eye and the matrix anew. */
  aim() {
    const { yaw, pitch, eye, matrix } = this;
    // A tall window sees less to the sides, so the eye steps back until the scene's width fits.
    const distance = this.distance * Math.max(1, (1.35 * this.height) / this.width);
    const sine = Math.sin(yaw), cosine = Math.cos(yaw), rise = Math.sin(pitch), run = Math.cos(pitch);
    const back = [sine * run, rise, cosine * run];
    const right = [cosine, 0, -sine];
    const up = [-sine * rise, run, -cosine * rise];
    eye.set(back.map((part) => part * distance));
    const tall = 1 / SLOPE, wide = (tall * this.height) / this.width;
    const deep = -(FAR + NEAR) / (FAR - NEAR), shift = (-2 * FAR * NEAR) / (FAR - NEAR);
    for (let axis = 0; axis < 3; axis++) {
      matrix[axis * 4] = right[axis] * wide;
      matrix[axis * 4 + 1] = up[axis] * tall;
      matrix[axis * 4 + 2] = back[axis] * deep;
      matrix[axis * 4 + 3] = -back[axis];
    }
    matrix[12] = matrix[13] = 0;
    matrix[14] = -distance * deep + shift;
    matrix[15] = distance;
  }

  /**
   * Where a point of the scene is on the screen.
   *
   * @param {number} x
   * @param {number} y
   * @param {number} z
   * @param {Float32Array} out gets x and y in CSS pixels, and how far off
   */
  project(x, y, z, out) {
    const m = this.matrix;
    const off = m[3] * x + m[7] * y + m[11] * z + m[15];
    out[0] = (0.5 + (0.5 * (m[0] * x + m[4] * y + m[8] * z + m[12])) / off) * this.width;
    out[1] = (0.5 - (0.5 * (m[1] * x + m[5] * y + m[9] * z + m[13])) / off) * this.height;
    out[2] = off;
  }

  /** @returns {number} how much of the screen's height one unit takes at a distance of one */
  focal() {
    return 1 / (2 * SLOPE);
  }

  /** @returns {number} CSS pixels that one unit takes in the middle of the scene */
  scale() {
    return (this.focal() * this.height) / this.matrix[15];
  }
}
