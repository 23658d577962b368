// The picture as a whole: the stream and what it brought, the rings, the scene, and what of it people see.
import { batch, signal } from "ui";

import { get } from "../api.js";
import { listen, stale } from "../events.js";
import { Hosts } from "./hosts.js";
import { livenessOf } from "./liveness.js";
import { Scene } from "./scene.js";
import { Stream } from "./stream.js";
import { Tally } from "./tally.js";

const PATH = "/picture";
/** The rings are asked for anew this often, ms; and soon after an alert. */
const RINGS_EVERY = 15_000;
const RINGS_SOON = 1_000;
/** Figures change this often, ms: faster cannot be read. */
const FIGURES_EVERY = 500;
const TILES = 40;

/** @typedef {"sphere"|"cube"|"tiles"|"table"} ViewName */
/** @type {ViewName[]} */
export const VIEWS = ["sphere", "cube", "tiles", "table"];

export class Picture {
  tally = new Tally();
  hosts = new Hosts();
  view = signal(/** @type {ViewName} */ ("sphere"));
  paused = signal(false);
  calm = signal(false);
  rings = signal(/** @type {import("./layout.js").Ring[]} */ ([]));
  /** Whether positions are disguised, so that nobody can tell where dark space lies. */
  masked = signal(false);
  liveness = signal(/** @type {import("./liveness.js").Liveness} */ ("connecting"));
  figures = signal({ rate: 0, packets: 0, sources: 0, weight: 1, dropped: 0, unread: 0, missed: 0, age: 0, heard: 0, alerts: 0, fresh: 0 });
  tiles = signal(/** @type {(import("./hosts.js").Host|null)[]} */ ([]));
  thing = signal(/** @type {import("./pointing.js").Thing|null} */ (null));
  preference = signal(/** @type {import("./scene.js").Preference} */ ("automatic"));
  graphics = signal({ graphics: "", slow: false });
  trouble = signal(/** @type {unknown} */ (null));
  /** @type {Scene|null} */
  scene = null;
  #heard = 0;
  #asked = 0;
  #soon = false;

  /**
   * Open the stream, and begin to draw.
   * @param {HTMLElement} host takes the scene's canvases
   * @returns {() => void} closes everything
   */
  open(host) {
    const scene = new Scene(host, { tell: (graphics, slow) => (this.graphics.value = { graphics, slow }) });
    this.scene = scene;
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    const settle = () => (scene.clock.calm = this.calm.value = still.matches);
    still.addEventListener("change", settle);
    settle();
    scene.draw(this.preference.value);
    this.look(this.view.value);
    const stream = new Stream({
      path: `/api/v1${PATH}`,
      take: (frame) => this.#take(frame),
      refuse: () => this.tally.unread++,
      tell: (state) => this.#count(state),
    });
    const timer = setInterval(() => this.#tick(stream), FIGURES_EVERY);
    const deaf = listen("alert", () => (this.#soon = true));
    this.#ask();
    return () => {
      clearInterval(timer);
      deaf();
      stream.close();
      still.removeEventListener("change", settle);
      scene.close();
    };
  }

  /** @param {ViewName} name */
  look(name) {
    this.view.value = name;
    if (!this.scene) return;
    this.scene.idle = name === "tiles" || name === "table";
    if (name === "sphere" || name === "cube") this.scene.look(name);
    this.thing.value = null;
  }

  /** @param {boolean} paused */
  pause(paused) {
    this.paused.value = paused;
    if (this.scene) this.scene.clock.paused = paused;
    if (!paused) this.tally.missed = 0;
    this.thing.value = null;
  }

  /** @param {import("./scene.js").Preference} preference */
  prefer(preference) {
    this.preference.value = preference;
    this.scene?.draw(preference);
  }

  /** @param {import("./decode.js").Frame} frame */
  #take(frame) {
    this.#heard = Date.now();
    this.tally.take(frame);
    if (this.paused.value) this.tally.missed += frame.packets;
    else this.hosts.take(frame);
    this.scene?.take(frame);
  }

  /** @param {Stream} stream */
  #tick(stream) {
    this.#count(stream.state);
    if (!this.paused.value && this.view.value === "tiles") this.tiles.value = this.hosts.choose(this.tiles.value, TILES);
    const waited = Date.now() - this.#asked;
    const eager = this.#soon || this.scene?.outdated;
    if (waited > (eager ? RINGS_SOON : RINGS_EVERY) && !document.hidden) this.#ask();
  }

  /** @param {import("./stream.js").StreamState} stream */
  #count(stream) {
    const { tally, rings } = this;
    const alerts = rings.value.flatMap((ring) => ring.alerts);
    const now = Date.now();
    batch(() => {
      this.liveness.value = livenessOf({
        stream, lost: stale.value, paused: this.paused.value, heard: this.#heard, moment: tally.moment, now,
      });
      this.figures.value = {
        rate: tally.rate(), packets: tally.packets, sources: tally.sources(), weight: tally.weight, dropped: tally.dropped,
        unread: tally.unread, missed: tally.missed, age: tally.moment ? now - tally.moment : 0, heard: this.#heard,
        alerts: alerts.length, fresh: alerts.filter((alert) => alert.new).length,
      };
    });
  }

  async #ask() {
    this.#asked = Date.now();
    this.#soon = false;
    try {
      const { rings, masked } = await get(PATH);
      batch(() => {
        this.rings.value = rings;
        this.masked.value = masked;
        this.trouble.value = null;
      });
      this.scene?.arrange(rings);
    } catch (error) {
      this.trouble.value = error;
    }
  }
}
