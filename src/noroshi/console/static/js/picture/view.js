/**
 * What a view of the stream must say, so that either stage can draw it: WebGL (`gl/stage.js`) or a 2-D canvas
 * (`canvas/stage.js`).
 *
 * @typedef {object} View
 * @property {string} name
 * @property {{yaw: number, pitch: number, distance: number, closest: number, furthest: number}} home where the eye begins
 * @property {boolean} body whether there is a sphere in the middle, which hides what is behind it
 * @property {number} slots packets in flight, at most
 * @property {number} life seconds of flight
 * @property {number} linger how long a landed packet stays to be seen, in flight times
 * @property {number} grow how much its mark grows in that time
 * @property {number} tail how much of the way its tail covers
 * @property {number} size of its head, in the scene's units
 * @property {string} shader `where` and `path` for the graphics card
 * @property {(layout: import("./layout.js").Layout) => Float32Array} arrange the words of the strokes that stand still
 * @property {(frame: import("./decode.js").Frame, i: number, words: Float32Array, at: number) => void} launch
 *   write the two places of a packet at `at` and `at + 4`
 * @property {() => Mark[]} marks names, signs and what the axes say
 * @property {(marks: Mark[], orbit: import("./orbit.js").Orbit, turn: number) => void} settle move marks that follow the eye
 * @property {(words: ArrayLike<number>, at: number, turn: number, out: Float32Array) => void} where a place as a point
 * @property {(a: Float32Array, b: Float32Array, t: number, out: Float32Array) => void} path a point of the way from a to b
 */

/**
 * A name or a sign in the scene.
 *
 * @typedef {object} Mark
 * @property {import("./strokes.js").Place} place
 * @property {import("./strokes.js").Place} [foot] where the line to it begins
 * @property {string} text
 * @property {string} [aside]
 * @property {"left"|"right"|"centre"} align where it stands from its place
 * @property {"strong"|"plain"|"faint"} [look]
 * @property {import("./sign.js").Told} [told] of a sign, what it tells
 * @property {string} [href] its evidence
 */

export {};
