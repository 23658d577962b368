// What the picture's data is: of now, of the past, or none. The connection is told of elsewhere.

/** Nothing for so long is worth saying, ms: the server sends a frame whenever a packet has come. */
const SILENT = 8_000;
/** Data older than this, though it keeps coming, is of the past: a replay, ms. */
const REPLAY = 120_000;

/** @typedef {"connecting"|"live"|"silent"|"paused"|"replay"|"stale"|"unwatched"} Liveness */

/**
 * @param {object} what
 * @param {import("./stream.js").StreamState} what.stream
 * @param {boolean} what.lost whether the server has not been heard for long, by any stream
 * @param {boolean} what.paused
 * @param {number} what.heard when the latest frame came, ms since 1970; 0 before any
 * @param {number} what.moment when its data ends, ms since 1970
 * @param {number} what.now ms since 1970
 * @param {boolean} what.replayed whether this page plays again what it recorded
 * @param {boolean} what.recorded whether the watch itself reads what was recorded before, such as a file
 * @returns {Liveness}
 */
export function livenessOf({ stream, lost, paused, heard, moment, now, replayed, recorded }) {
  if (replayed) return paused ? "paused" : "replay";
  if (stream === "unwatched") return "unwatched";
  if (stream === "lost" || lost) return "stale";
  if (stream !== "open") return "connecting";
  if (paused) return "paused";
  if (recorded) return "replay";
  if (now - heard > SILENT) return "silent";
  return Math.abs(now - moment) > REPLAY ? "replay" : "live";
}
