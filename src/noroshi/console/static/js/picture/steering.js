// Hands on the scene: drag, wheel and keys. Buttons beside it do the same (WCAG 2.5.7).

const DRAG = 0.006; // radians a CSS pixel
const STEP = 0.14; // radians a key or a button
const CLOSER = 0.88;

/** What a button or key does to the eye. */
export const MOVES = Object.freeze({
  left: (/** @type {import("./orbit.js").Orbit} */ orbit) => orbit.turn(-STEP, 0),
  right: (/** @type {import("./orbit.js").Orbit} */ orbit) => orbit.turn(STEP, 0),
  up: (/** @type {import("./orbit.js").Orbit} */ orbit) => orbit.turn(0, STEP),
  down: (/** @type {import("./orbit.js").Orbit} */ orbit) => orbit.turn(0, -STEP),
  closer: (/** @type {import("./orbit.js").Orbit} */ orbit) => orbit.zoom(CLOSER),
  further: (/** @type {import("./orbit.js").Orbit} */ orbit) => orbit.zoom(1 / CLOSER),
  back: (/** @type {import("./orbit.js").Orbit} */ orbit) => orbit.reset(),
});

/** @type {Record<string, keyof typeof MOVES>} */
const KEYS = {
  ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down", "+": "closer", "=": "closer", "-": "further", 0: "back",
};

/**
 * @param {HTMLElement} host
 * @param {import("./scene.js").Scene} scene
 * @param {{point: (thing: import("./pointing.js").Thing|null) => void, open: (thing: import("./pointing.js").Thing, aside: boolean) => void}} to
 */
export function steer(host, scene, to) {
  let dragged = 0;
  host.addEventListener("pointerdown", (event) => {
    dragged = 0;
    host.setPointerCapture(event.pointerId);
  });
  host.addEventListener("pointermove", (event) => {
    if (event.buttons & 1) {
      dragged += Math.abs(event.movementX) + Math.abs(event.movementY);
      scene.orbit.turn(-event.movementX * DRAG, event.movementY * DRAG);
    } else to.point(scene.at(event.offsetX, event.offsetY));
  });
  host.addEventListener("pointerleave", () => to.point(null));
  host.addEventListener("click", (event) => {
    const thing = dragged < 6 ? scene.at(event.offsetX, event.offsetY) : null;
    if (thing?.href) to.open(thing, event.ctrlKey || event.metaKey);
  });
  host.addEventListener("wheel", (event) => {
    event.preventDefault();
    scene.orbit.zoom(event.deltaY > 0 ? 1 / 0.95 : 0.95);
  }, { passive: false });
  host.addEventListener("keydown", (event) => {
    const move = KEYS[event.key];
    if (!move || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    MOVES[move](scene.orbit);
  });
}
