// Whether what is on the screen is live: a badge that is always in sight, and a bar that cannot be missed if not.
import { html } from "ui";

import { again, connection, heard, stale, tick } from "../events.js";
import { _ } from "../i18n.js";
import { now, spanText } from "../time.js";
import { Button } from "./button.js";

export function Freshness() {
  const [look, word] = said();
  return html`<span class="freshness freshness-${look}" title=${latestText()}><span class="freshness-dot"></span>${word}</span>`;
}

export function StaleBar() {
  if (!stale.value) return null;
  const span = spanText(now.value - heard.value);
  return html`<div class="stale-bar" role="alert">
    <p>
      <strong>${_("This page is not live.")}</strong> ${" "}
      ${heard.value
        ? _("Nothing has come from the server for {span}; what you see may be out of date.", { span })
        : _("The server's stream of events cannot be reached.")}
    </p>
    <${Button} icon="again" run=${again}>${_("Connect again")}<//>
  </div>`;
}

/** @returns {[string, string]} */
function said() {
  if (stale.value) return ["stale", _("Stale")];
  if (connection.value !== "live") return ["waiting", _("Connecting")];
  if (tick.value && tick.value.watching === false) return ["idle", _("Live, no watch")];
  if (tick.value?.replay) return ["replay", _("Replay")];
  return ["live", _("Live")];
}

function latestText() {
  const latest = tick.value?.latest;
  if (latest && tick.value?.replay) return _("A recording is played, which reaches to {moment}.", { moment: latest });
  return latest ? _("Latest observation: {moment}", { moment: latest }) : _("No observation yet");
}
