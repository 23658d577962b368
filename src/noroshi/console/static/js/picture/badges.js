// What the picture says of itself, always in sight: whether it is now, how much it shows, whether places are disguised.
import { html } from "ui";

import { _, number } from "../i18n.js";
import { spanText } from "../time.js";
import { livenessWord } from "./words.js";

/** @param {{ picture: import("./picture.js").Picture }} props */
export function Badges({ picture }) {
  const liveness = picture.liveness.value;
  const { weight, dropped, unread } = picture.figures.value;
  return html`<ul class="picture-badges">
    <li class="picture-badge is-${liveness}" data-liveness=${liveness}><span class="picture-lamp"></span>${livenessWord(liveness)}<${Since} picture=${picture} /></li>
    <li class="picture-badge">${weight > 1 ? _("1 dot = {n} packets", { n: number(weight, { maximumFractionDigits: 1 }) }) : _("1 dot = 1 packet")}</li>
    ${picture.masked.value && html`<li class="picture-badge" title=${_("Rings are turned and shuffled, so that nobody can tell where dark space lies.")}>${_("Places disguised")}</li>`}
    ${picture.calm.value && html`<li class="picture-badge">${_("Still: a new picture every 2 s")}</li>`}
    ${dropped > 0 && html`<li class="picture-badge is-trouble">${_("{n} frames left out: this screen was slow", { n: dropped })}</li>`}
    ${unread > 0 && html`<li class="picture-badge is-trouble">${_("{n} frames could not be read", { n: unread })}</li>`}
  </ul>`;
}

/** @param {{ picture: import("./picture.js").Picture }} props */
function Since({ picture }) {
  const { heard, age, missed } = picture.figures.value;
  const liveness = picture.liveness.value;
  if (liveness === "paused") return html`<span class="picture-since">${_("{n} packets since", { n: missed })}</span>`;
  if (liveness === "unwatched") return html`<span class="picture-since">${_("none runs beside this console")}</span>`;
  if (liveness === "stale" || liveness === "silent")
    return html`<span class="picture-since">${heard ? _("nothing for {span}", { span: spanText(Date.now() - heard) }) : _("nothing has come yet")}</span>`;
  if (liveness === "replay" && !heard) return html`<span class="picture-since">${_("nothing has come yet")}</span>`;
  if (liveness === "replay") return html`<span class="picture-since">${_("data {span} old", { span: spanText(age) })}</span>`;
  if (liveness === "live") return html`<span class="picture-since">${_("data {n} s old", { n: number(Math.max(0, age) / 1000, { maximumFractionDigits: 0 }) })}</span>`;
  return null;
}

/** @param {{ picture: import("./picture.js").Picture }} props */
export function Figures({ picture }) {
  const { rate, sources, alerts, fresh } = picture.figures.value;
  return html`<dl class="picture-figures">
    <div><dt>${_("packets/s")}</dt><dd data-figure="rate">${number(rate, { maximumFractionDigits: rate < 10 ? 1 : 0 })}</dd></div>
    <div><dt>${_("sources in the last minute")}</dt><dd data-figure="sources">${number(sources)}</dd></div>
    <div class=${alerts > 0 ? "is-alerting" : ""}><dt>${_("alerts at work")}</dt><dd data-figure="alerts">${number(alerts)}</dd></div>
    ${fresh > 0 && html`<div class="is-new"><dt>${_("of them not taken")}</dt><dd data-figure="new">${number(fresh)}</dd></div>`}
  </dl>`;
}
