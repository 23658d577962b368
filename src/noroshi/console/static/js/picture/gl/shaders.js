/** The programs of the graphics card, in GLSL ES 3.00. A view brings `where` and `path`. */

import { COLOURS } from "../kinds.js";

const HEAD = `#version 300 es
  precision highp float;
  uniform mat4 uMatrix;
  uniform vec3 uEye;
  uniform vec2 uScreen; // pixels
  uniform float uScale; // pixels that one unit takes where the perspective divisor is 1
  uniform float uNow, uTurn, uBody;

  // How much is seen of a point: little behind the sphere.
  float seen(vec3 point) {
    vec3 way = point - uEye;
    float far = length(way);
    float along = dot(uEye, way / far);
    float inside = along * along - dot(uEye, uEye) + 1.0;
    return uBody > 0.5 && inside > 0.0 && -along - sqrt(inside) < far - 0.03 ? 0.14 : 1.0;
  }`;
const NOWHERE = "gl_Position = vec4(2.0, 2.0, 2.0, 1.0);";

/** Strokes: each a quad as wide as it should be on the screen, its rims softened, at least one pixel wide. */
export const strokeVertex = (/** @type {string} */ view) => `${HEAD}
  ${view}
  in vec2 aCorner;
  in vec4 aFrom, aTo, aPaint;
  in float aWidth;
  out vec4 vPaint;
  out float vAcross, vHalf;
  void main() {
    vec3 a = where(aFrom), b = where(aTo);
    vec4 from = uMatrix * vec4(a, 1.0), to = uMatrix * vec4(b, 1.0);
    vec2 line = (to.xy / to.w - from.xy / from.w) * uScreen;
    vec2 along = length(line) > 1e-4 ? normalize(line) : vec2(1.0, 0.0);
    vec4 here = aCorner.x < 0.5 ? from : to;
    float wide = aWidth * uScale / here.w;
    vHalf = max(wide, 1.0) * 0.5;
    float reach = vHalf + 1.0;
    vec2 offset = vec2(-along.y, along.x) * aCorner.y * reach + along * (aCorner.x - 0.5) * min(0.6, wide * 0.2);
    vAcross = aCorner.y * reach;
    vPaint = aPaint * vec4(1.0, 1.0, 1.0, seen(aCorner.x < 0.5 ? a : b) * min(1.0, 0.45 + wide * 0.55));
    gl_Position = vec4(here.xy + offset * 2.0 / uScreen * here.w, here.zw);
  }`;

export const strokeFragment = `#version 300 es
  precision mediump float;
  in vec4 vPaint;
  in float vAcross, vHalf;
  out vec4 colour;
  void main() {
    float alpha = vPaint.a * clamp(vHalf + 0.5 - abs(vAcross), 0.0, 1.0);
    colour = vec4(vPaint.rgb * alpha, alpha);
  }`;

const PALETTE = COLOURS.map(([red, green, blue]) => `vec3(${[red, green, blue].map((part) => (part / 255).toFixed(4))})`);

const FLIGHT = (/** @type {string} */ view) => `${HEAD}
  ${view}
  const vec3 palette[${PALETTE.length}] = vec3[](${PALETTE.join(", ")});
  uniform float uTail, uLinger, uGrow;
  in vec4 aFrom, aTo, aFlight; // the last: start, life, size, kind
  out vec4 vPaint;
  float age() { return (uNow - aFlight.x) / aFlight.y; }
  bool flies(float age) { return aFlight.y > 0.0 && age >= 0.0 && age <= 1.0 + uLinger; }
  float landed(float age) { return clamp((age - 1.0) / uLinger, 0.0, 1.0); }`;

/** Packets in flight, each a head with a tail along its way; all in one draw. `aCorner.x` below 0 is the head's quad. */
export const cometVertex = (/** @type {string} */ view) => `${FLIGHT(view)}
  in vec3 aCorner; // how far along the tail, and the two sides
  out vec2 vSpot;
  void main() {
    float now = age();
    if (!flies(now)) { ${NOWHERE} return; }
    bool head = aCorner.x < 0.0;
    float t = clamp(now - max(aCorner.x, 0.0) * uTail, 0.0, 1.0);
    vec3 a = where(aFrom), b = where(aTo), p = path(a, b, t);
    vec4 here = uMatrix * vec4(p, 1.0);
    float size = max(aFlight.z * uScale / here.w, 1.2);
    float down = landed(now);
    vec2 offset;
    float alpha = seen(p);
    if (head) {
      offset = aCorner.yz * size * 1.6 * (1.0 + down * uGrow);
      alpha *= uGrow > 0.0 ? (1.0 - down) * (1.0 - 0.55 * step(1.0, now)) : 1.0 - down;
    } else {
      vec4 next = uMatrix * vec4(path(a, b, min(t + 0.02, 1.0)), 1.0), last = uMatrix * vec4(path(a, b, max(t - 0.02, 0.0)), 1.0);
      vec2 line = (next.xy / next.w - last.xy / last.w) * uScreen;
      vec2 along = length(line) > 1e-4 ? normalize(line) : vec2(1.0, 0.0);
      offset = vec2(-along.y, along.x) * aCorner.y * max(size * 0.42 * (1.0 - aCorner.x), 0.5);
      alpha *= 0.5 * (1.0 - aCorner.x) * (1.0 - aCorner.x) * (1.0 - down);
    }
    vSpot = head ? aCorner.yz : vec2(0.0);
    vPaint = vec4(palette[int(aFlight.w)], alpha);
    gl_Position = vec4(here.xy + offset * 2.0 / uScreen * here.w, here.zw);
  }`;

/** The same without tails: for machines that draw without a graphics card. */
export const dotVertex = (/** @type {string} */ view) => `${FLIGHT(view)}
  void main() {
    float now = age();
    if (!flies(now)) { ${NOWHERE} return; }
    vec3 p = path(where(aFrom), where(aTo), min(now, 1.0));
    gl_Position = uMatrix * vec4(p, 1.0);
    float down = landed(now);
    gl_PointSize = max(aFlight.z * uScale / gl_Position.w * 1.8 * (1.0 + down * uGrow), 2.0);
    vPaint = vec4(palette[int(aFlight.w)], seen(p) * (1.0 - down));
  }`;

/** A soft round spot with a bright middle. Light adds up. */
const SPOT = (/** @type {string} */ spot) => `
    float off = length(${spot});
    float alpha = vPaint.a * (off > 1.0 ? 0.0 : pow(1.0 - off, 1.6) + smoothstep(0.42, 0.3, off));
    colour = vec4(mix(vPaint.rgb, vec3(1.0), smoothstep(0.4, 0.0, off) * 0.3) * min(alpha, 1.0), 0.0);`;

export const cometFragment = `#version 300 es
  precision mediump float;
  in vec4 vPaint;
  in vec2 vSpot;
  out vec4 colour;
  void main() {
    if (vSpot == vec2(0.0)) { colour = vec4(vPaint.rgb * vPaint.a, 0.0); return; }
    ${SPOT("vSpot")}
  }`;

export const dotFragment = `#version 300 es
  precision mediump float;
  in vec4 vPaint;
  out vec4 colour;
  void main() { ${SPOT("gl_PointCoord * 2.0 - 1.0")} }`;

/** The sphere's body: dark, with a lit rim and a breath of air round it, on a quad that faces the eye. */
export const bodyVertex = `${HEAD}
  in vec2 aCorner;
  out vec2 vSpot;
  void main() {
    vec4 middle = uMatrix * vec4(0.0, 0.0, 0.0, 1.0);
    float rim = inversesqrt(1.0 - 1.0 / dot(uEye, uEye));
    vSpot = aCorner * 1.5;
    gl_Position = vec4(middle.xy + vSpot * rim * uScale * 2.0 / uScreen, middle.zw);
  }`;

export const bodyFragment = `#version 300 es
  precision mediump float;
  in vec2 vSpot;
  out vec4 colour;
  void main() {
    float off = length(vSpot);
    if (off > 1.5) discard;
    float light = 0.6 + 0.4 * dot(vSpot, vec2(-0.5, 0.7));
    float inside = smoothstep(1.004, 0.996, off);
    vec3 body = mix(vec3(0.016, 0.048, 0.125), vec3(0.16, 0.40, 0.80), pow(min(off, 1.0), 4.0) * light);
    float air = off < 1.0 ? 0.0 : exp((1.0 - off) * 11.0) * smoothstep(1.5, 1.2, off) * 0.62 * light;
    colour = vec4(body * inside * 0.9 + vec3(0.20, 0.46, 0.92) * air * (1.0 - inside), inside * 0.9);
  }`;
