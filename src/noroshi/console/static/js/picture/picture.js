// The picture as a whole: the stream and what it brought, the rings, the scene, and what of it people see.
import { batch, signal } from "ui";

import { get } from "../api.js";
import { listen, stale, tick } from "../events.js";
import { Hosts } from "./hosts.js";
import { livenessOf } from "./liveness.js";
import { Recording, Replay } from "./recording.js";
import { Scene } from "./scene.js";
import { Stream } from "./stream.js";
import { Tally } from "./tally.js";

const PATH = "/picture";
/** The rings are asked for anew this often, ms; and soon after an alert. */
const RINGS_EVERY = 15_000;
const RINGS_SOON = 1_000;
/** Figures change this often, ms: faster cannot be read. */
const FIGURES_EVERY = 500;
/** A recording is played in steps of so many ms, as the stream comes. */
const PLAYED_EVERY = 100;
/** A replay begins so far back, ms of the data's time. */
const BACK = 5 * 60_000;
const TILES = 40;

/** @typedef {"sphere"|"cube"|"tiles"|"table"} ViewName */
/** @type {ViewName[]} */
export const VIEWS = ["sphere", "cube", "tiles", "table"];

export class Picture {
  recording = new Recording();
  /** Of what is shown: what comes, or what is played again. */
  tally = new Tally();
  hosts = new Hosts();
  /** What is played again, and how far it is; null while the picture shows what comes. */
  replayed = signal(/** @type {{ from: number, to: number, moment: number, speed: number } | null} */ (null));
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
  #live = this.tally;
  /** @type {Replay | null} */
  #replay = null;
  #played = 0;
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
      take: (frame, data) => this.#take(frame, data),
      refuse: () => this.#live.unread++,
      tell: (state) => this.#count(state),
    });
    const timer = setInterval(() => this.#tick(stream), FIGURES_EVERY);
    const player = setInterval(() => this.#play(), PLAYED_EVERY);
    const deaf = listen("alert", () => (this.#soon = true));
    this.#ask();
    return () => {
      clearInterval(timer);
      clearInterval(player);
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
    if (!paused) this.#live.missed = 0;
    this.thing.value = null;
  }

  /** Play the latest minutes again, or go back to what comes. @param {boolean} wanted */
  replay(wanted) {
    const { from, to } = this.recording;
    if (wanted && to > from) return this.seek(Math.max(from - 1, to - BACK));
    this.#replay = null;
    this.#begin(this.#live);
  }

  /** @param {number} moment Where the replay goes on, ms since 1970 by the data's time. */
  seek(moment) {
    this.#replay ??= new Replay(this.recording, moment);
    this.#replay.moment = moment;
    this.#begin(new Tally());
  }

  /** @param {number} speed Seconds of the data's time in a second. */
  hasten(speed) {
    if (this.#replay) this.#replay.speed = speed;
    this.#say();
  }

  /** @param {Tally} tally */
  #begin(tally) {
    [this.tally, this.hosts, this.#played] = [tally, new Hosts(), performance.now()];
    this.scene?.flights.clear();
    this.#say();
  }

  #say() {
    const { from, to } = this.recording;
    this.replayed.value = this.#replay && { from, to, moment: this.#replay.moment, speed: this.#replay.speed };
  }

  /** @param {import("./scene.js").Preference} preference */
  prefer(preference) {
    this.preference.value = preference;
    this.scene?.draw(preference);
  }

  /**
   * @param {import("./decode.js").Frame} frame
   * @param {ArrayBuffer} data The same as it came.
   */
  #take(frame, data) {
    this.#heard = Date.now();
    this.recording.take(frame, data);
    this.#live.take(frame);
    if (this.paused.value) this.#live.missed += frame.packets;
    else if (!this.#replay) this.#show(frame);
  }

  /** @param {import("./decode.js").Frame} frame */
  #show(frame) {
    this.hosts.take(frame);
    this.scene?.take(frame);
  }

  #play() {
    const passed = performance.now() - this.#played;
    this.#played += passed;
    if (!this.#replay || this.paused.value) return;
    for (const frame of this.#replay.advance(passed)) {
      this.tally.take(frame);
      this.#show(frame);
    }
    if (this.#replay.isOver) this.replay(false);
    else this.#say();
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
    const { dropped, unread, missed } = this.#live;
    const alerts = rings.value.flatMap((ring) => ring.alerts);
    const now = Date.now();
    batch(() => {
      this.liveness.value = livenessOf({
        stream, lost: stale.value, paused: this.paused.value, heard: this.#heard, moment: tally.moment, now,
        replayed: this.#replay !== null, recorded: tick.value?.replay === true,
      });
      this.figures.value = {
        rate: tally.rate(), packets: tally.packets, sources: tally.sources(), weight: tally.weight, dropped, unread, missed, age: tally.moment ? now - tally.moment : 0, heard: this.#heard,
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
