/** What the sphere in the middle hides. */

/** How much is seen of what is behind the sphere. */
export const BEHIND = 0.14;

/**
 * @param {Float32Array} eye
 * @param {Float32Array} point
 * @returns {boolean} whether a sphere of radius 1 stands between the two
 */
export function hidden(eye, point) {
  const x = point[0] - eye[0], y = point[1] - eye[1], z = point[2] - eye[2];
  const far = Math.hypot(x, y, z);
  const along = (eye[0] * x + eye[1] * y + eye[2] * z) / far;
  const inside = along * along - (eye[0] ** 2 + eye[1] ** 2 + eye[2] ** 2) + 1;
  return inside > 0 && -along - Math.sqrt(inside) < far - 0.03;
}
