/** Draws a view with WebGL 2: the sphere's body, the strokes that stand still, and all packets in flight; a draw call each. */

import { WORDS } from "../flights.js";
import { STROKE_WORDS } from "../strokes.js";
import { Program } from "./program.js";
import * as shaders from "./shaders.js";

const TAIL_PIECES = 7;
const SQUARE = new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]);
const LINE = new Float32Array([0, -1, 1, -1, 0, 1, 1, 1]);

/** A head's square and a tail's pieces, as corners and triangles. */
function comet() {
  const corners = [-1, -1, -1, -1, 1, -1, -1, -1, 1, -1, 1, 1];
  const triangles = [0, 1, 2, 1, 3, 2];
  for (let piece = 0; piece <= TAIL_PIECES; piece++) {
    corners.push(piece / TAIL_PIECES, -1, 0, piece / TAIL_PIECES, 1, 0);
    const at = 4 + piece * 2;
    if (piece < TAIL_PIECES) triangles.push(at, at + 1, at + 2, at + 1, at + 3, at + 2);
  }
  return { corners: new Float32Array(corners), triangles: new Uint16Array(triangles) };
}

export class GlStage {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {boolean} light without tails and smoothed edges: for machines without a graphics card
   * @throws {Error} if there is no WebGL 2, or the programs do not compile
   */
  constructor(canvas, light) {
    const gl = canvas.getContext("webgl2", { antialias: false, depth: false, stencil: false, powerPreference: "low-power" });
    if (!gl) throw new Error("no WebGL 2");
    this.canvas = canvas;
    this.gl = gl;
    this.light = light;
    this.ratio = light ? 1 : Math.min(2, globalThis.devicePixelRatio || 1);
    gl.enable(gl.BLEND);
    gl.disable(gl.DEPTH_TEST);
  }

  /**
   * @param {import("../view.js").View} view
   * @param {import("../flights.js").Flights} flights
   * @param {Float32Array} strokes
   */
  show(view, flights, strokes) {
    this.#forget();
    const { gl } = this;
    this.view = view;
    this.flights = flights;
    this.body = this.#layer(shaders.bodyVertex, shaders.bodyFragment, (program) => {
      program.reads(this.#buffer(SQUARE), 8, [["aCorner", 2, 0]], 0);
    });
    this.lines = this.#layer(shaders.strokeVertex(view.shader), shaders.strokeFragment, (program) => {
      program.reads(this.#buffer(LINE), 8, [["aCorner", 2, 0]], 0);
      program.reads(this.#buffer(strokes), STROKE_WORDS * 4, [
        ["aFrom", 4, 0], ["aTo", 4, 16], ["aWidth", 1, 32], ["aPaint", 4, 36, gl.UNSIGNED_BYTE],
      ], 1);
    });
    this.strokes = strokes.length / STROKE_WORDS;
    const { corners, triangles } = comet();
    this.triangles = triangles.length;
    const vertex = this.light ? shaders.dotVertex : shaders.cometVertex;
    this.comets = this.#layer(vertex(view.shader), this.light ? shaders.dotFragment : shaders.cometFragment, (program) => {
      this.packets = this.#buffer(flights.words, gl.DYNAMIC_DRAW);
      program.reads(this.packets, WORDS * 4, [["aFrom", 4, 0], ["aTo", 4, 16], ["aFlight", 4, 32]], this.light ? 0 : 1);
      if (this.light) return;
      program.reads(this.#buffer(corners), 12, [["aCorner", 3, 0]], 0);
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.#kept(gl.createBuffer()));
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, triangles, gl.STATIC_DRAW);
    });
  }

  /**
   * @param {number} width CSS pixels
   * @param {number} height CSS pixels
   */
  resize(width, height) {
    this.canvas.width = Math.round(width * this.ratio);
    this.canvas.height = Math.round(height * this.ratio);
    this.gl.viewport(0, 0, this.canvas.width, this.canvas.height);
  }

  /**
   * @param {import("../orbit.js").Orbit} orbit
   * @param {number} now seconds on the picture's clock
   * @param {number} turn radians that the rings have turned
   * @param {number} tail how much of its way a packet's tail covers
   */
  draw(orbit, now, turn, tail) {
    const { gl, view, flights, body, lines, comets } = this;
    if (!view || !flights || !body || !lines || !comets || gl.isContextLost()) return;
    this.#upload(flights);
    const { width, height } = this.canvas;
    const seen = {
      uMatrix: orbit.matrix, uEye: orbit.eye, uScreen: [width, height], uScale: orbit.focal() * height,
      uNow: now, uTurn: turn, uBody: view.body ? 1 : 0,
    };
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA); // colours come multiplied by their alpha; light comes with alpha 0, and adds
    if (view.body) {
      this.#take(body, seen);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    }
    this.#take(lines, seen);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.strokes ?? 0);
    this.#take(comets, { ...seen, uTail: tail, uLinger: view.linger, uGrow: view.grow });
    if (this.light) gl.drawArrays(gl.POINTS, 0, flights.slots);
    else gl.drawElementsInstanced(gl.TRIANGLES, this.triangles ?? 0, gl.UNSIGNED_SHORT, 0, flights.slots);
    gl.bindVertexArray(null);
  }

  /** Give back what the graphics card holds. */
  dispose() {
    this.#forget();
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  /** @param {import("../flights.js").Flights} flights */
  #upload(flights) {
    const { gl } = this;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.packets ?? null);
    for (const [first, many] of flights.fresh()) {
      gl.bufferSubData(gl.ARRAY_BUFFER, first * WORDS * 4, flights.words, first * WORDS, many * WORDS);
    }
  }

  /** @type {(() => void)[]} */
  #owned = [];

  #forget() {
    for (const free of this.#owned.splice(0)) free();
  }

  /**
   * @param {string} vertex
   * @param {string} fragment
   * @param {(program: Program) => void} read says which buffers its attributes come from
   */
  #layer(vertex, fragment, read) {
    const { gl } = this;
    const program = new Program(gl, vertex, fragment);
    const array = gl.createVertexArray();
    this.#owned.push(() => gl.deleteProgram(program.handle), () => gl.deleteVertexArray(array));
    gl.bindVertexArray(array);
    read(program);
    gl.bindVertexArray(null);
    return { program, array };
  }

  /**
   * @param {{program: Program, array: WebGLVertexArrayObject}} layer
   * @param {Record<string, number|ArrayLike<number>>} values
   */
  #take({ program, array }, values) {
    program.use(values);
    this.gl.bindVertexArray(array);
  }

  /**
   * @param {Float32Array} words
   * @param {number} [use]
   */
  #buffer(words, use) {
    const { gl } = this;
    const buffer = this.#kept(gl.createBuffer());
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, words, use ?? gl.STATIC_DRAW);
    return buffer;
  }

  /** @param {WebGLBuffer} buffer */
  #kept(buffer) {
    this.#owned.push(() => this.gl.deleteBuffer(buffer));
    return buffer;
  }
}
