// The picture: what reaches dark space, as it happens. For a screen of one's own, and for a wall without hands.
import { html, useEffect, useMemo, useRef } from "ui";

import { announce } from "../announce.js";
import { _ } from "../i18n.js";
import { useKeys } from "../keyboard.js";
import { Trouble } from "../parts/loading.js";
import { Badges, Figures } from "../picture/badges.js";
import { EyeButtons, GraphicsChoice, GraphicsNotice, PauseButton, ViewChoice } from "../picture/controls.js";
import { Legend } from "../picture/legend.js";
import { Picture, VIEWS } from "../picture/picture.js";
import { thingOf } from "../picture/pointing.js";
import { steer } from "../picture/steering.js";
import { ReplayBar, ReplayButton } from "../picture/replay-bar.js";
import { PictureTable } from "../picture/table.js";
import { Tiles } from "../picture/tiles.js";
import { useWall } from "../picture/wall.js";
import { go } from "../router.js";

export function title() {
  return _("Picture");
}

/** @param {{ query: URLSearchParams }} props */
export default function PicturePage({ query }) {
  const picture = useMemo(() => new Picture(), []);
  const host = useRef(/** @type {HTMLElement|null} */ (null));
  const wall = query.get("wall") === "1";
  const asked = VIEWS.find((view) => view === query.get("view")) ?? "sphere";
  const look = (/** @type {import("../picture/picture.js").ViewName} */ view) => go(addressOf(view, wall), { replace: true });
  useEffect(() => (host.current ? begin(picture, host.current, query) : undefined), []);
  useEffect(() => picture.look(asked), [asked]);
  useWall(wall, picture);
  useKeys(keysOf(picture, look, wall));
  const view = picture.view.value;
  const drawn = view === "sphere" || view === "cube";
  return html`<section class="picture ${wall ? "is-wall" : ""}" data-view=${view} data-graphics=${picture.graphics.value.graphics}>
    <div class="page-head picture-head">
      <h1>${_("Picture")}</h1>
      <${ViewChoice} picture=${picture} look=${look} />
      <div class="actions"><${GraphicsChoice} picture=${picture} /><${ReplayButton} picture=${picture} /><${PauseButton} picture=${picture} />
        <a class="button" href=${addressOf(view, !wall)}>${wall ? _("Leave the wall") : _("Wall")}</a></div>
    </div>
    ${picture.trouble.value && html`<${Trouble} error=${picture.trouble.value} />`}
    <${ReplayBar} picture=${picture} />
    <div class="picture-ground">
      <div class="picture-scene" ref=${host} hidden=${!drawn} tabindex="0" role="application" aria-label=${_("The picture: arrow keys turn it, plus and minus zoom, n and b go from sign to sign, Enter opens")}></div>
      ${view === "tiles" && html`<${Tiles} picture=${picture} />`}
      ${view === "table" && html`<${PictureTable} picture=${picture} />`}
      <div class="picture-top"><${Figures} picture=${picture} /><${Badges} picture=${picture} /></div>
      <div class="picture-bottom">
        <${Legend} picture=${picture} />
        <div class="picture-middle"><${Card} picture=${picture} /><${GraphicsNotice} picture=${picture} /></div>
        ${drawn && html`<${EyeButtons} picture=${picture} />`}
      </div>
    </div>
  </section>`;
}

/** What the pointer or the keyboard is at, with the way to its evidence. @param {{ picture: Picture }} props */
function Card({ picture }) {
  const thing = picture.thing.value;
  if (!thing) return null;
  const inside = html`<strong>${thing.title}</strong>${thing.detail && html`<span>${thing.detail}</span>`}`;
  return thing.href ? html`<a class="picture-card" href=${thing.href}>${inside}</a>` : html`<p class="picture-card">${inside}</p>`;
}

/**
 * @param {Picture} picture
 * @param {HTMLElement} host
 * @param {URLSearchParams} query
 */
function begin(picture, host, query) {
  const wished = query.get("graphics");
  if (wished === "full" || wished === "light" || wished === "flat") picture.preference.value = wished;
  const close = picture.open(host);
  const scene = /** @type {import("../picture/scene.js").Scene} */ (picture.scene);
  steer(host, scene, {
    point: (thing) => {
      host.classList.toggle("is-pointing", Boolean(thing?.href));
      picture.thing.value = thing ?? (scene.chosen && thingOf(scene.chosen));
    },
    open: ({ href }, aside) => void (aside ? window.open(href, "_blank", "noopener") : go(href)),
  });
  return close;
}

/**
 * @param {import("../picture/picture.js").ViewName} view
 * @param {boolean} wall
 */
function addressOf(view, wall) {
  const wanted = [...(view === "sphere" ? [] : [`view=${view}`]), ...(wall ? ["wall=1"] : [])].join("&");
  return `/picture${wanted && `?${wanted}`}`;
}

/**
 * @param {Picture} picture
 * @param {(view: import("../picture/picture.js").ViewName) => void} look
 * @param {boolean} wall
 */
function keysOf(picture, look, wall) {
  const choose = (/** @type {1|-1} */ step) => {
    const mark = picture.scene?.choose(step);
    picture.thing.value = mark ? thingOf(mark) : null;
    if (mark) announce([mark.text, mark.aside].filter(Boolean).join(", "));
  };
  return [
    { keys: "p", says: _("Pause the picture, or go on"), run: () => picture.pause(!picture.paused.value) },
    { keys: "r", says: _("Play the latest minutes again, or go back to now"), run: () => picture.replay(picture.replayed.value === null) },
    { keys: "n", says: _("Next name or sign in the picture"), run: () => choose(1) },
    { keys: "b", says: _("The one before"), run: () => choose(-1) },
    { keys: "Enter", says: _("Open what is chosen"), run: () => picture.thing.value?.href && go(picture.thing.value.href) },
    ...VIEWS.map((view, nth) => ({ keys: `${nth + 1}`, says: _("View {n} of the picture", { n: nth + 1 }), run: () => look(view) })),
    { keys: "w", says: _("To the wall, and back"), run: () => go(addressOf(picture.view.value, !wall)) },
  ];
}
