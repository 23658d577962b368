/**
 * One frame of the picture's stream: a header of 32 bytes, then 20 bytes for each packet shown, little endian.
 *
 * The header's counters are exact; the packets are a sample. No object is made for a packet: a frame holds one typed array for each column.
 */

export const HEADER_BYTES = 32;
export const RECORD_BYTES = 20;
export const VERSION = 1;

/** In `ring`: dark space that nobody registered. In `sourceRing`: the source is not a member's. */
export const NOBODY = 0xffff;

/** What the bits of `flags` say. */
export const FLAG = Object.freeze({
  MEMBER: 1, // the source is a member's address
  ALERTING: 2, // the source has an open alert; such packets are never sampled out
  IPV6: 4, // `source` is a fold of the address's /48, and cannot be turned back into an address
  LIVE: 8, // the destination is a live address
  ANSWER: 16, // an answer that nobody asked for: backscatter
});

/**
 * @typedef {object} Frame
 * @property {number} count packets shown
 * @property {number} period milliseconds from its first packet to its latest, by the data's time
 * @property {number} start when its first packet was seen, by the data's time, milliseconds since 1970
 * @property {number} end when its latest was
 * @property {number} packets packets of the period, exact, shown or not
 * @property {number} weight packets that one shown stands for, if it is not of an alerting source; if all are, that each does
 * @property {number} dropped frames that the server dropped so far, because this reader was slow
 * @property {Uint32Array} source
 * @property {Uint16Array} sourceRing
 * @property {Uint16Array} sourcePosition 1/65536 of the ring's circumference
 * @property {Uint16Array} ring
 * @property {Uint16Array} position 1/65536 of the ring's circumference
 * @property {Uint16Array} port destination port, or ICMP type << 8 | code
 * @property {Uint8Array} protocol
 * @property {Uint8Array} flags
 * @property {Uint16Array} late milliseconds after the frame's start
 */

/** A frame that does not keep to the layout; the message says where. */
export class FrameError extends Error {
  name = "FrameError";
}

/**
 * Read a frame.
 *
 * @param {ArrayBuffer} buffer
 * @returns {Frame}
 * @throws {FrameError} if it is cut off, of another version, or counts what cannot be
 */
export function decode(buffer) {
  if (buffer.byteLength < HEADER_BYTES) throw new FrameError(`${buffer.byteLength} bytes are no header`);
  const view = new DataView(buffer);
  const version = view.getUint8(0);
  if (version !== VERSION) throw new FrameError(`version ${version}, not ${VERSION}`);
  const count = view.getUint16(2, true);
  const expected = HEADER_BYTES + RECORD_BYTES * count;
  if (buffer.byteLength !== expected) {
    throw new FrameError(`${buffer.byteLength} bytes, where ${count} packets take ${expected}`);
  }
  const packets = view.getBigUint64(16, true);
  const weight = view.getFloat32(24, true);
  if (packets > BigInt(Number.MAX_SAFE_INTEGER)) throw new FrameError(`${packets} packets in one frame`);
  if (!(weight >= 0 && weight < Infinity)) throw new FrameError(`a weight of ${weight}`);
  const period = view.getUint32(4, true), start = Number(view.getBigInt64(8, true));
  const frame = {
    count,
    period,
    start,
    end: start + period,
    packets: Number(packets),
    weight,
    dropped: view.getUint32(28, true),
    source: new Uint32Array(count),
    sourceRing: new Uint16Array(count),
    sourcePosition: new Uint16Array(count),
    ring: new Uint16Array(count),
    position: new Uint16Array(count),
    port: new Uint16Array(count),
    protocol: new Uint8Array(count),
    flags: new Uint8Array(count),
    late: new Uint16Array(count),
  };
  for (let i = 0, at = HEADER_BYTES; i < count; i++, at += RECORD_BYTES) {
    frame.source[i] = view.getUint32(at, true);
    frame.sourceRing[i] = view.getUint16(at + 4, true);
    frame.sourcePosition[i] = view.getUint16(at + 6, true);
    frame.ring[i] = view.getUint16(at + 8, true);
    frame.position[i] = view.getUint16(at + 10, true);
    frame.port[i] = view.getUint16(at + 12, true);
    frame.protocol[i] = view.getUint8(at + 14);
    frame.flags[i] = view.getUint8(at + 15);
    frame.late[i] = view.getUint16(at + 16, true);
  }
  return frame;
}
