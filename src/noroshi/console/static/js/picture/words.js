// What the picture's parts are called, in the officer's language.
import { _ } from "../i18n.js";

/** @param {import("./picture.js").ViewName} view */
export function viewWord(view) {
  return { sphere: _("Sphere"), cube: _("Cube"), tiles: _("Tiles"), table: _("Table") }[view];
}

/** @param {import("./liveness.js").Liveness} liveness */
export function livenessWord(liveness) {
  return {
    connecting: _("Connecting"),
    live: _("Live"),
    silent: _("Silent"),
    paused: _("Paused"),
    replay: _("Replay"),
    stale: _("Stale"),
    unwatched: _("No watch"),
  }[liveness];
}

/** @param {import("./scene.js").Preference} graphics */
export function graphicsWord(graphics) {
  return {
    automatic: _("Automatic"),
    full: _("3-D"),
    light: _("3-D, simple"),
    flat: _("2-D"),
  }[graphics];
}

/** The kinds of packets, in the order of their numbers. */
export function kindWords() {
  return ["TCP", "UDP", "ICMP", _("other protocols"), _("answers nobody asked for"), _("from an address that alerts")];
}

/** What a host does. @param {import("./hosts.js").Pattern} pattern */
export function patternWord({ answers, knocks, far }) {
  const what = knocks.length > 0 ? knocks.join(", ") : answers ? _("answers of many ports") : _("many ports");
  return far ? _("{what}, many addresses", { what }) : _("{what}, few addresses", { what });
}
