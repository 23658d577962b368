// The Hilbert curve: numbers laid on a square so that what is near in number is near on the square.
// The way of turning quadrants is that of Hilbert (1891), as every textbook has it.

/** The least order at which the curve has room for so many numbers. @param {number} size */
export function orderFor(size) {
  return Math.max(1, Math.ceil(Math.log2(Math.max(1, size)) / 2));
}

/**
 * Where a number lies.
 * @param {number} order The square is 2 ** order wide.
 * @param {number} at
 * @returns {[number, number]}
 */
export function placeOf(order, at) {
  let [x, y, rest] = [0, 0, at];
  for (let side = 1; side < 2 ** order; side *= 2) {
    const right = Math.floor(rest / 2) % 2;
    const up = (rest + right) % 2;
    [x, y] = turned(side, x, y, right, up);
    [x, y, rest] = [x + side * right, y + side * up, Math.floor(rest / 4)];
  }
  return [x, y];
}

/**
 * Which number lies at a place.
 * @param {number} order
 * @param {number} left
 * @param {number} top
 */
export function numberAt(order, left, top) {
  let [x, y, at] = [left, top, 0];
  for (let side = 2 ** (order - 1); side >= 1; side /= 2) {
    const [right, up] = [Math.floor(x / side) % 2, Math.floor(y / side) % 2];
    at += side * side * ((3 * right) ^ up);
    [x, y] = turned(2 ** order, x, y, right, up);
  }
  return at;
}

/**
 * The squares that a run of numbers fills: one or two, where it is a power of two long and begins at a multiple of that.
 * @param {number} order
 * @param {number} at
 * @param {number} size
 * @returns {{ x: number, y: number, side: number }[]}
 */
export function squaresOf(order, at, size) {
  const isSquare = Math.log2(size) % 2 === 0;
  const part = isSquare ? size : size / 2;
  const side = Math.sqrt(part);
  return (isSquare ? [at] : [at, at + part]).map((start) => {
    const [x, y] = placeOf(order, start);
    return { x: Math.floor(x / side) * side, y: Math.floor(y / side) * side, side };
  });
}

/**
 * @param {number} side
 * @param {number} x
 * @param {number} y
 * @param {number} right
 * @param {number} up
 * @returns {[number, number]}
 */
function turned(side, x, y, right, up) {
  if (up) return [x, y];
  return right ? [side - 1 - y, side - 1 - x] : [y, x];
}
