// The picture's own clock: it stops when somebody pauses, and moves in steps for those who want no motion.

/** Seconds between two still pictures, for those who want no motion; shorter than a packet flies, so that each is seen. */
const STEP = 2;
/** After so many seconds the clock begins anew, for the graphics card counts in 32 bits. */
const ROUND = 4096;
/** A longer gap between two frames was a sleep: the tab was hidden, or the machine. */
const LONGEST = 0.25;

export class Clock {
  paused = false;
  calm = false;
  /** Seconds that have passed, but for pauses. */
  now = 0;
  /** The moment on the screen. */
  shown = 0;
  #latest = 0;

  /**
   * @param {number} moment milliseconds, as the browser counts them
   * @returns {boolean} true if the clock began anew, and whatever flew must land
   */
  tick(moment) {
    const passed = Math.min(LONGEST, Math.max(0, (moment - this.#latest) / 1000));
    this.#latest = moment;
    if (!this.paused) this.now += passed;
    const anew = this.now > ROUND;
    if (anew) this.now -= ROUND;
    this.shown = this.calm ? Math.floor(this.now / STEP) * STEP : this.now;
    return anew;
  }
}
