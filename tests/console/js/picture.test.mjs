// What the picture's modules do without a browser. Run by test_picture_modules.py, or `node --test tests/console/js`.
import assert from "node:assert/strict";
import { test } from "node:test";

const from = (name) => import(new URL(`../../../src/noroshi/console/static/js/picture/${name}.js`, import.meta.url));
const { decode, FrameError, FLAG, HEADER_BYTES, NOBODY, RECORD_BYTES } = await from("decode");
const { dotted, undotted } = await from("address");
const { Flights, WORDS } = await from("flights");
const { Tally } = await from("tally");
const { Hosts, patternKey, patternOf } = await from("hosts");
const { Layout, MOST_RINGS } = await from("layout");
const { livenessOf } = await from("liveness");
const { KEPT, Recording, Replay, thinned } = await from("recording");
const { Clock } = await from("clock");
const { Orbit } = await from("orbit");
const { hidden } = await from("hiding");

/** A frame's bytes, from what the server writes down. */
function bytes(packets, { period = 100, moment = 1_764_295_200_123, all = packets.length, weight = 1, dropped = 0, version = 1 } = {}) {
  const buffer = new ArrayBuffer(HEADER_BYTES + RECORD_BYTES * packets.length);
  const view = new DataView(buffer);
  view.setUint8(0, version);
  view.setUint16(2, packets.length, true);
  view.setUint32(4, period, true);
  view.setBigInt64(8, BigInt(moment), true);
  view.setBigUint64(16, BigInt(all), true);
  view.setFloat32(24, weight, true);
  view.setUint32(28, dropped, true);
  packets.forEach((packet, nth) => {
    const at = HEADER_BYTES + RECORD_BYTES * nth;
    view.setUint32(at, packet.source ?? 0, true);
    view.setUint16(at + 4, packet.sourceRing ?? NOBODY, true);
    view.setUint16(at + 6, packet.sourcePosition ?? 0, true);
    view.setUint16(at + 8, packet.ring ?? 0, true);
    view.setUint16(at + 10, packet.position ?? 0, true);
    view.setUint16(at + 12, packet.port ?? 0, true);
    view.setUint8(at + 14, packet.protocol ?? 6);
    view.setUint8(at + 15, packet.flags ?? 0);
    view.setUint16(at + 16, packet.late ?? 0, true);
  });
  return buffer;
}

const ring = (nth, more = {}) => ({ ring: nth, organisation: `o${nth}`, name: `O${nth}`, addresses: 256, alerts: [], ...more });

test("A frame reads back as it was written, every field of it", () => {
  const packet = { source: 0xcb007107, sourceRing: 3, sourcePosition: 65535, ring: 65534, position: 1, port: 51413, protocol: 17, flags: 27, late: 99 };
  const frame = decode(bytes([packet, {}], { all: 2 ** 40, weight: 12.5, dropped: 7 }));

  const { count, period, start, end, packets, weight, dropped } = frame;
  assert.deepEqual([count, period, start, end, packets, weight, dropped], [2, 100, 1_764_295_200_123, 1_764_295_200_223, 2 ** 40, 12.5, 7]);
  for (const [name, value] of Object.entries(packet)) assert.equal(frame[name][0], value, name);
});

test("What is no frame is refused by name: cut off, too long, of another version, or counting what cannot be", () => {
  const whole = bytes([{}, {}]);
  const refused = [new ArrayBuffer(0), whole.slice(0, 31), whole.slice(0, -1), bytes([{}], { version: 2 }), bytes([], { weight: NaN }),
    bytes([], { weight: -1 }), bytes([], { weight: Infinity }), bytes([], { all: 2n ** 60n })];

  for (const buffer of refused) assert.throws(() => decode(buffer), FrameError);
});

test("No bytes whatever bring anything but a frame or a refusal", () => {
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let turn = 0; turn < 3000; turn++) {
    const buffer = new Uint8Array(Array.from({ length: Math.floor(random() * 120) }, () => random() * 256)).buffer;
    if (buffer.byteLength > 0 && random() < 0.8) new Uint8Array(buffer)[0] = 1;
    try {
      assert.equal(decode(buffer).source.length, new DataView(buffer).getUint16(2, true));
    } catch (error) {
      assert.ok(error instanceof FrameError, String(error));
    }
  }
});

test("Addresses go to text and back", () => {
  for (const address of [0, 1, 0x0a000001, 0x7fffffff, 0x80000000, 0xffffffff]) assert.equal(undotted(dotted(address)), address);
  for (const text of ["", "1.2.3", "1.2.3.256", "1.2.3.-4", "::1", "1.2.3.4/8"]) assert.equal(undotted(text), null);
});

test("The newest packet takes the oldest's slot, and one that still flew is counted", () => {
  const frame = decode(bytes([{ source: 1 }, { source: 2 }, { source: 3 }]));
  const flights = new Flights(2);
  for (let i = 0; i < 3; i++) flights.launch(frame, i, i, 10, 1, 0);

  assert.deepEqual([[3, 2], 1], [[...flights.source], flights.overwritten]);
});

test("Only slots written since the last upload are uploaded, in at most two runs", () => {
  const frame = decode(bytes([{}]));
  const flights = new Flights(4);
  const launch = (many) => { for (let i = 0; i < many; i++) flights.launch(frame, 0, 0, 1, 1, 0); };
  launch(3);
  assert.deepEqual(flights.fresh(), [[0, 3]]);
  assert.deepEqual(flights.fresh(), []);
  launch(3);
  assert.deepEqual(flights.fresh(), [[0, 2], [3, 1]]);
  launch(9);
  assert.deepEqual(flights.fresh().reduce((sum, [, many]) => sum + many, 0), 4);
});

test("Packets in flight are those that have set out and not yet landed", () => {
  const flights = new Flights(4);
  const frame = decode(bytes([{}]));
  for (const start of [0, 1, 5]) flights.launch(frame, 0, start, 2, 1, 0);

  assert.deepEqual([2, 1, 2, 0], [flights.inFlight(1.5), flights.inFlight(2.5), flights.inFlight(2.5, 1), flights.inFlight(4.5)]);
  assert.equal(WORDS * 4, flights.words.length);
});

test("Rates are exact where the server counts, and of the sample for each ring, where alerting packets stand for one", () => {
  const tally = new Tally();
  for (let turn = 0; turn < 20; turn++) {
    const packets = [{ ring: 1, source: turn }, { ring: 1, source: 5, flags: FLAG.ALERTING }, { ring: 2, source: 5 }];
    tally.take(decode(bytes(packets, { period: 499, moment: 1_000_000_000 + turn * 500, all: 1000, weight: 10 })));
  }

  assert.deepEqual([20_000, 60, 2000], [tally.packets, tally.shown, Math.round(tally.rate())]);
  assert.deepEqual([22, 20], [tally.ring(1), tally.ring(2)].map(({ rate }) => Math.round(rate)));
  assert.deepEqual([20, 1, 20], [tally.ring(1).sources, tally.ring(2).sources, tally.sources()]);
  assert.deepEqual(tally.ring(9), { rate: 0, sources: 0 });
});

test("A source that has sent nothing for a minute is no longer there", () => {
  const tally = new Tally();
  tally.take(decode(bytes([{ source: 1 }], { moment: 1_000_000 })));
  tally.take(decode(bytes([{ source: 2 }], { moment: 1_062_000 })));

  assert.equal(tally.sources(), 1);
});

test("Hosts that do the same have the same pattern, and others another", () => {
  const hosts = new Hosts();
  const sweep = (source, port) => [0, 1, 2, 3, 4].map((position) => ({ source, port, ring: 1, position }));
  hosts.take(decode(bytes([...sweep(1, 23), ...sweep(2, 23), ...sweep(3, 445), { source: 4 }])));
  const [one, two, three, four] = [1, 2, 3, 4].map((source) => hosts.choose([], 9).find((host) => host?.source === source));

  assert.equal(patternKey(one), patternKey(two));
  assert.notEqual(patternKey(one), patternKey(three));
  assert.deepEqual([patternOf(one), patternOf(four)], [{ answers: false, knocks: ["23/tcp"], far: true }, null]);
});

test("A tile keeps its place; only a host that alerts takes one from a host that does not", () => {
  const hosts = new Hosts();
  hosts.take(decode(bytes([{ source: 1 }, { source: 1 }, { source: 2 }])));
  let shown = hosts.choose([], 2);
  hosts.take(decode(bytes([{ source: 3 }, { source: 3 }, { source: 3 }, { source: 4, flags: FLAG.ALERTING }])));
  shown = hosts.choose(shown, 2);

  assert.deepEqual(shown.map((host) => host?.source), [4, 2]);
});

test("A host is forgotten after thirty seconds, and one too many is counted", () => {
  const hosts = new Hosts();
  hosts.take(decode(bytes([{ source: 1 }], { moment: 1_000_000 })));
  hosts.take(decode(bytes([{ source: 2 }], { moment: 1_031_000 })));
  assert.deepEqual(hosts.choose([], 3).map((host) => host?.source), [2, undefined, undefined]);
  for (let turn = 0; turn < 6; turn++) hosts.take(decode(bytes(Array.from({ length: 100 }, (_none, nth) => ({ source: 1000 + turn * 100 + nth })), { moment: 1_032_000 })));
  assert.equal(hosts.forgotten, 1 + 600 - 512);
});

test("Rings hang one above the other, those that alert before those that are large; the rest share one, and all are found", () => {
  const layout = new Layout(Array.from({ length: MOST_RINGS + 5 }, (_none, nth) => ring(nth, { addresses: 1000 - nth, alerts: nth > MOST_RINGS + 3 ? [{ subject: "10.0.0.1" }] : [] })));
  const heights = layout.hoops.map((hoop) => hoop.height);

  assert.equal(new Set(heights).size, MOST_RINGS + 2);
  assert.deepEqual(["organisation", "rest", "nobody", false], [layout.of(MOST_RINGS + 4).use, layout.of(MOST_RINGS + 3).use, layout.of(NOBODY).use, layout.knows(999)]);
  assert.equal(layout.of(MOST_RINGS).rings.length, 5);
  assert.ok(layout.hoops.every((hoop) => Math.hypot(hoop.radius, hoop.height) > 1.5));
});

test("The badge tells live from paused, past, silent and broken", () => {
  const calm = { stream: "open", lost: false, paused: false, heard: 99_000, moment: 99_000, now: 100_000, replayed: false, recorded: false };

  assert.equal(livenessOf(calm), "live");
  assert.equal(livenessOf({ ...calm, paused: true }), "paused");
  assert.equal(livenessOf({ ...calm, moment: 1 - 10 ** 9 }), "replay");
  assert.equal(livenessOf({ ...calm, heard: 90_000 }), "silent");
  assert.equal(livenessOf({ ...calm, stream: "lost", paused: true }), "stale");
  assert.equal(livenessOf({ ...calm, lost: true }), "stale");
  assert.equal(livenessOf({ ...calm, stream: "waiting" }), "connecting");
  assert.equal(livenessOf({ ...calm, stream: "unwatched" }), "unwatched");
  assert.equal(livenessOf({ ...calm, recorded: true }), "replay");
  assert.equal(livenessOf({ ...calm, recorded: true, lost: true }), "stale");
  assert.equal(livenessOf({ ...calm, replayed: true, lost: true }), "replay");
  assert.equal(livenessOf({ ...calm, replayed: true, paused: true }), "paused");
});

/** A recording of so many seconds of full frames, ten a second. */
function recorded(seconds, packets = [{}]) {
  const recording = new Recording();
  for (let nth = 0; nth < 10 * seconds; nth++) {
    const data = bytes(packets, { moment: 1_000_000 + 100 * nth, all: 50 });
    recording.take(decode(data), data);
  }
  return recording;
}

test("A replay gives every frame once, in its order, as fast as the data was or so many times faster, and ends where the data does", () => {
  const recording = recorded(60);
  for (const speed of [1, 10, 60]) {
    const replay = new Replay(recording, recording.from - 1);
    replay.speed = speed;
    const starts = [];
    let steps = 0;
    for (; !replay.isOver; steps++) starts.push(...replay.advance(100).map(({ start }) => start));
    assert.deepEqual(starts, Array.from({ length: 600 }, (_, nth) => 1_000_000 + 100 * nth));
    assert.ok(Math.abs(steps - 600 / speed) <= 1, `${steps} steps at ${speed}`);
  }
});

test("A fast replay shows no more a second than the stream does, counts every packet, and leaves no alerting source out", () => {
  const packets = Array.from({ length: 80 }, (_, nth) => ({ source: nth, flags: nth === 7 ? FLAG.ALERTING : 0 }));
  const recording = recorded(6, packets);
  const frames = recording.between(0, 10 ** 9).map((frame, nth) => thinned(frame, 60, nth));

  assert.equal(frames.reduce((sum, frame) => sum + frame.packets, 0), 60 * 50);
  assert.ok(frames.reduce((sum, frame) => sum + frame.count, 0) <= 4 * 80);
  assert.ok(frames.every((frame) => frame.source.includes(7) && frame.weight === 60 && frame.port.length === frame.count));
});

test("A recording reaches back so far and no further, and begins anew when the data's clock is put back", () => {
  const recording = recorded(KEPT / 1000 + 60);
  assert.ok(recording.to - recording.from <= KEPT + 100);
  const data = bytes([{}], { moment: 5_000 });
  recording.take(decode(data), data);
  assert.deepEqual([recording.from, recording.to], [5_000, 5_100]);
});

test("The clock stops when paused, steps when no motion is wanted, and begins anew before it grows inexact", () => {
  const clock = new Clock();
  const run = (seconds) => { let anew = 0; for (let turn = 0; turn < seconds * 10; turn++) anew += clock.tick((moment += 100)) ? 1 : 0; return anew; };
  let moment = 0;
  run(5);
  assert.ok(Math.abs(clock.shown - 5) < 1e-6);
  clock.paused = true;
  run(5);
  assert.ok(Math.abs(clock.now - 5) < 1e-6);
  Object.assign(clock, { paused: false, calm: true });
  run(2.5);
  assert.equal(clock.shown, 6);
  assert.equal(run(4096), 1);
});

test("The middle of the scene is the middle of the screen, and what is behind the sphere is hidden", () => {
  const orbit = new Orbit({ yaw: 0, pitch: 0, distance: 6, closest: 2, furthest: 9 });
  orbit.resize(900, 600);
  const out = new Float32Array(3);
  orbit.project(0, 0, 0, out);
  assert.deepEqual([...out].map((part) => Math.round(part * 1000) / 1000), [450, 300, 6]);
  orbit.project(0, 1, 0, out);
  assert.ok(out[1] < 300 && out[0] === 450);
  assert.deepEqual([true, false, false], [[0, 0, -2], [0, 0, 2], [1.5, 0, 0]].map((point) => hidden(orbit.eye, new Float32Array(point))));
});
