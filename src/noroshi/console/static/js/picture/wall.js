// The wall: a screen for a room, without hands. It shows one view after the other, large.
import { useEffect } from "ui";

/** How long each view stays, ms. */
const STAYS = /** @type {[import("./picture.js").ViewName, number][]} */ ([["sphere", 60_000], ["cube", 25_000], ["tiles", 25_000]]);
/** Names and signs are so much larger, for a wall is read from afar. */
const LARGE = 1.5;

/**
 * @param {boolean} wall
 * @param {import("./picture.js").Picture} picture
 */
export function useWall(wall, picture) {
  useEffect(() => {
    if (picture.scene) picture.scene.overlay.large = wall ? LARGE : 1;
    if (!wall) return undefined;
    /** @type {ReturnType<typeof setTimeout>} */
    let timer;
    const stay = (/** @type {number} */ nth) => {
      timer = setTimeout(() => {
        const next = (nth + 1) % STAYS.length;
        if (!picture.paused.value) picture.look(STAYS[next][0]);
        stay(next);
      }, STAYS[nth][1]);
    };
    stay(Math.max(0, STAYS.findIndex(([view]) => view === picture.view.value)));
    return () => clearTimeout(timer);
  }, [wall]);
}
