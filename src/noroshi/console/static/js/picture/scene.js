// The scene: one view of the stream, on the stage that this machine can bear, frame by frame.
import { CanvasStage } from "./canvas/stage.js";
import { Clock } from "./clock.js";
import { FLAG } from "./decode.js";
import { Flights } from "./flights.js";
import { GlStage } from "./gl/stage.js";
import { FrameWatch, inquire, simpler, suited } from "./graphics.js";
import { kindOf } from "./kinds.js";
import { Layout } from "./layout.js";
import { Orbit } from "./orbit.js";
import { Overlay } from "./overlay.js";
import { markAt, packetAt, ringAt } from "./pointing.js";
import { CubeView } from "./views/cube.js";
import { SphereView } from "./views/sphere.js";

/** Seconds in which a ring turns once: slow enough to read, fast enough to see. */
const TURN_SECONDS = 240;
/** Seconds between two pulses of a sign that is new. */
const PULSE_SECONDS = 2.4;
/** How much larger the packets of an alerting address are. */
const EMPHASIS = 2.1;
/** Frames whose script time is remembered. */
const TIMED = 120;

/** The scenes on the page, by what holds them. @type {WeakMap<HTMLElement, Scene>} */
export const scenes = new WeakMap();

/** @typedef {"automatic"|import("./graphics.js").Graphics} Preference */

export class Scene {
  clock = new Clock();
  layout = new Layout([]);
  /** Whether a ring came up that the layout does not know, so that it should be fetched anew. */
  outdated = false;
  /** What the keyboard has chosen. @type {import("./view.js").Mark|null} */
  chosen = null;
  /** Script time of the latest frames, ms. */
  times = new Float32Array(TIMED);
  frames = 0;
  machine = inquire();
  /** @type {import("./view.js").View} */
  view = new SphereView();
  /** @type {import("./view.js").Mark[]} */
  marks = [];
  /** Whether another view is shown, that needs no drawing. */
  idle = false;
  #request = 0;

  /**
   * @param {HTMLElement} host takes the two canvases
   * @param {{tell: (graphics: import("./graphics.js").Graphics, slow: boolean) => void}} to hears what is drawn with
   */
  constructor(host, to) {
    this.host = host;
    this.to = to;
    this.overlay = new Overlay(host.appendChild(layer("picture-names")));
    this.orbit = new Orbit(this.view.home);
    this.flights = new Flights(this.view.slots);
    this.watch = new FrameWatch();
    this.#sizes = new ResizeObserver(() => this.#resize());
    this.#sizes.observe(host);
    scenes.set(host, this);
    this.#request = requestAnimationFrame(this.#frame);
  }

  #sizes;

  /** Stop, and give everything back. */
  close() {
    cancelAnimationFrame(this.#request);
    this.#sizes.disconnect();
    this.stage?.dispose();
    this.host.replaceChildren();
  }

  /** @param {import("./layout.js").Ring[]} rings */
  arrange(rings) {
    const chosen = this.chosen?.href;
    this.layout = new Layout(rings);
    this.outdated = false;
    this.#show();
    this.chosen = this.marks.find(({ href }) => href && href === chosen) ?? null;
  }

  /** @param {"sphere"|"cube"} name */
  look(name) {
    if (this.view.name === name) return;
    this.view = name === "cube" ? new CubeView() : new SphereView();
    this.orbit = new Orbit(this.view.home);
    this.flights = new Flights(this.view.slots);
    this.chosen = null;
    this.#resize();
    this.#show();
  }

  /** @param {Preference} preference */
  draw(preference) {
    this.automatic = preference === "automatic";
    this.#build(preference === "automatic" ? suited(this.machine) : preference, false);
  }

  /**
   * Let a frame's packets fly, unless the picture is paused.
   * @param {import("./decode.js").Frame} frame
   */
  take(frame) {
    if (this.clock.paused) return;
    for (let i = 0; i < frame.count; i++) {
      if (!this.layout.knows(frame.ring[i])) this.outdated = true;
      const size = this.view.size * (frame.flags[i] & FLAG.ALERTING ? EMPHASIS : 1);
      const start = this.clock.now + Math.min(frame.late[i], 1000) / 1000;
      const at = this.flights.launch(frame, i, start, this.view.life, size, kindOf(frame.protocol[i], frame.flags[i]));
      this.view.launch(frame, i, this.flights.words, at);
    }
  }

  /**
   * @param {number} x CSS pixels from the scene's left
   * @param {number} y CSS pixels from its top
   * @returns {import("./pointing.js").Thing|null}
   */
  at(x, y) {
    const scene = {
      view: this.view, flights: this.flights, orbit: this.orbit, layout: this.layout, marks: this.marks,
      now: this.clock.shown, turn: this.turn(),
    };
    return markAt(x, y, this.overlay.painted) ?? packetAt(x, y, scene) ?? ringAt(x, y, scene);
  }

  /**
   * Choose the next name or sign that leads somewhere.
   * @param {1|-1} step
   * @returns {import("./view.js").Mark|null}
   */
  choose(step) {
    const marks = this.overlay.painted.map(({ mark }) => mark).filter(({ href }) => href);
    const at = this.chosen ? marks.indexOf(this.chosen) : -1;
    this.chosen = marks.length === 0 ? null : marks[(at + step + (at < 0 && step < 0 ? 1 : 0) + marks.length) % marks.length];
    return this.chosen;
  }

  /** @returns {number} radians that the rings have turned */
  turn() {
    return ((this.clock.shown / TURN_SECONDS) % 1) * 2 * Math.PI;
  }

  /** @param {number} moment */
  #frame = (moment) => {
    this.#request = requestAnimationFrame(this.#frame);
    const began = performance.now();
    if (this.clock.tick(moment)) this.flights.clear();
    if (this.idle) return;
    const turn = this.turn();
    this.stage?.draw(this.orbit, this.clock.shown, turn, this.clock.calm ? 1 : this.view.tail);
    this.overlay.paint({
      view: this.view, marks: this.marks, orbit: this.orbit, turn, chosen: this.chosen,
      beat: this.clock.calm || this.clock.paused ? 0.3 : (this.clock.now / PULSE_SECONDS) % 1,
      japanese: document.documentElement.lang === "ja",
    });
    this.times[this.frames++ % TIMED] = performance.now() - began;
    if (this.automatic && this.watch.slow(moment) && this.graphics !== "flat") this.#build(simpler(this.graphics ?? "full"), true);
  };

  /**
   * @param {import("./graphics.js").Graphics} graphics
   * @param {boolean} slow whether the one before was too slow
   * @returns {void}
   */
  #build(graphics, slow) {
    this.stage?.dispose();
    this.stage?.canvas.remove();
    const canvas = layer("picture-stage");
    this.host.prepend(canvas);
    try {
      this.stage = graphics === "flat" ? new CanvasStage(canvas) : new GlStage(canvas, graphics === "light");
    } catch {
      canvas.remove();
      if (graphics === "flat") throw new Error("this browser draws nothing");
      return this.#build("flat", false);
    }
    canvas.addEventListener("webglcontextlost", () => this.stage?.canvas === canvas && this.#build("flat", true));
    this.graphics = graphics;
    this.watch = new FrameWatch();
    this.#resize();
    this.#show();
    this.to.tell(graphics, slow);
  }

  #show() {
    const strokes = this.view.arrange(this.layout);
    this.marks = this.view.marks();
    this.stage?.show(this.view, this.flights, strokes);
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width === 0 || height === 0) return;
    this.orbit.resize(width, height);
    this.overlay.resize(width, height);
    this.stage?.resize(width, height);
  }
}

/** @param {string} name */
function layer(name) {
  const canvas = document.createElement("canvas");
  canvas.className = name;
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}
