// A recording's controls: where in it, how fast, and back to what is now.
import { html } from "ui";

import { _ } from "../i18n.js";
import { Button } from "../parts/button.js";
import { fullText } from "../time.js";
import { SPEEDS } from "./recording.js";

/** @param {{ picture: import("./picture.js").Picture }} props */
export function ReplayButton({ picture }) {
  const isReplayed = picture.replayed.value !== null;
  return html`<${Button} keys="r" look=${isReplayed ? "main" : "plain"} run=${() => picture.replay(!isReplayed)}>${isReplayed ? _("Back to now") : _("Replay")}<//>`;
}

/** @param {{ picture: import("./picture.js").Picture }} props */
export function ReplayBar({ picture }) {
  const replayed = picture.replayed.value;
  if (!replayed) return null;
  const { from, to, moment, speed } = replayed;
  const told = fullText(new Date(moment).toISOString());
  return html`<div class="picture-replay" role="group" aria-label=${_("Replay")}>
    <label>${_("Speed")}
      <select value=${speed} onChange=${(/** @type {any} */ event) => picture.hasten(Number(event.target.value))}>
        ${SPEEDS.map((each) => html`<option key=${each} value=${each} selected=${each === speed}>${each}×</option>`)}
      </select>
    </label>
    <input type="range" aria-label=${_("Moment")} aria-valuetext=${told} min=${from} max=${to} step="1000" value=${moment}
      onInput=${(/** @type {any} */ event) => picture.seek(Number(event.target.value))} />
    <time datetime=${new Date(moment).toISOString()}>${told}</time>
    <span class="picture-since">${_("Packets as they came then; signs as they are now.")}</span>
  </div>`;
}
