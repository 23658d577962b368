// Buttons for the picture: which view, pause, what it is drawn with, and all that a hand can do to the eye.
import { html } from "ui";

import { _ } from "../i18n.js";
import { Button } from "../parts/button.js";
import { VIEWS } from "./picture.js";
import { MOVES } from "./steering.js";
import { graphicsWord, viewWord } from "./words.js";

/** @param {{ picture: import("./picture.js").Picture, look: (view: import("./picture.js").ViewName) => void }} props */
export function ViewChoice({ picture, look }) {
  return html`<div class="picture-views" role="group" aria-label=${_("View")}>
    ${VIEWS.map((view) => html`<button key=${view} type="button" aria-pressed=${picture.view.value === view} onClick=${() => look(view)}>${viewWord(view)}</button>`)}
  </div>`;
}

/** @param {{ picture: import("./picture.js").Picture }} props */
export function PauseButton({ picture }) {
  const paused = picture.paused.value;
  return html`<${Button} keys="p" look=${paused ? "main" : "plain"} run=${() => picture.pause(!paused)}>${paused ? _("Go on") : _("Pause")}<//>`;
}

/** @param {{ picture: import("./picture.js").Picture }} props */
export function GraphicsChoice({ picture }) {
  /** @type {import("./scene.js").Preference[]} */
  const all = ["automatic", "full", "light", "flat"];
  const choose = (/** @type {Event} */ event) => picture.prefer(/** @type {any} */ (/** @type {HTMLSelectElement} */ (event.target).value));
  return html`<label class="picture-graphics">${_("Drawn in")}
    <select value=${picture.preference.value} onChange=${choose}>
      ${all.map((each) => html`<option key=${each} value=${each} selected=${picture.preference.value === each}>${graphicsWord(each)}</option>`)}
    </select>
  </label>`;
}

/** Why it is drawn as it is, where that is not as it could be. @param {{ picture: import("./picture.js").Picture }} props */
export function GraphicsNotice({ picture }) {
  const { graphics, slow } = picture.graphics.value;
  if (picture.preference.value !== "automatic" || graphics === "full" || !graphics) return null;
  const why = slow
    ? _("3-D was too slow on this machine.")
    : picture.scene?.machine.webgl
      ? _("This machine draws 3-D without a graphics card, so it is kept simple.")
      : _("This browser offers no 3-D graphics.");
  return html`<p class="picture-why" role="status">${why} ${graphics === "flat" && _("The picture is drawn in 2-D; it shows the same.")}</p>`;
}

/** @param {{ picture: import("./picture.js").Picture }} props */
export function EyeButtons({ picture }) {
  const words = {
    left: ["←", _("Turn left")], right: ["→", _("Turn right")], up: ["↑", _("Look from above")], down: ["↓", _("Look from below")],
    closer: ["+", _("Closer")], further: ["−", _("Further away")], back: ["⟲", _("As it was")],
  };
  return html`<div class="picture-eye" role="group" aria-label=${_("Turn and zoom")}>
    ${Object.entries(words).map(([move, [sign, word]]) => html`<button key=${move} type="button" aria-label=${word} title=${word}
      onClick=${() => picture.scene && MOVES[/** @type {keyof typeof MOVES} */ (move)](picture.scene.orbit)}><span aria-hidden="true">${sign}</span></button>`)}
  </div>`;
}
