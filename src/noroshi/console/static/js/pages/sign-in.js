// Sign in: by passkey, by password with a code, or by the organisation's own sign-in.
import { html, useState } from "ui";

import { post, Problem } from "../api.js";
import { _, speak } from "../i18n.js";
import { Button } from "../parts/button.js";
import { Gate } from "../parts/gate.js";
import { TextField } from "../parts/field.js";
import { Trouble } from "../parts/loading.js";
import { canPasskey, isDeclined, usePasskey } from "../passkeys.js";
import { preferences } from "../preferences.js";
import { go } from "../router.js";
import { about, session, take } from "../session.js";

export function title() {
  return _("Sign in");
}

/** @param {{ query: URLSearchParams }} props */
export default function SignIn({ query }) {
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const ways = about.value.sign_in;
  const enter = async (/** @type {() => Promise<any>} */ ask) => {
    setError(null);
    try {
      take(await ask());
      await speak(preferences.value.language || session.value?.person.language || "en");
      go(nextOf(query), { replace: true });
    } catch (problem) {
      if (!isDeclined(problem)) setError(problem);
    }
  };
  return html`<${Gate} title=${_("Sign in")}>
    ${error && html`<${Trouble} error=${error} />`}
    ${ways.includes("passkey") &&
    (canPasskey()
      ? html`<${Button} look="main" icon="key" run=${() => enter(byPasskey)}>${_("Sign in with a passkey")}<//>
          <p class="hint">${_("Your finger or face unlocks the key on this device, and never leaves it.")}</p>`
      : html`<p class="hint">${_("Passkeys need https; this page came without.")}</p>`)}
    ${ways.includes("oidc") &&
    html`<a class="button" href="/api/v1/session/oidc">${_("Sign in by your organisation")}</a>`}
    ${ways.includes("password") && html`<${ByPassword} enter=${enter} />`}
  <//>`;
}

/** @param {{ enter: (ask: () => Promise<any>) => Promise<void> }} props */
function ByPassword({ enter }) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState(/** @type {string | null} */ (null));
  const ask = async () => {
    try {
      return await post("/session/password", { name, password, ...(code ? { code } : {}) });
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.type !== "/problems/code-needed") throw problem;
      setCode(code ?? "");
      throw new DOMException("a code is needed", "AbortError");
    }
  };
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    enter(ask);
  };
  return html`<details class="other-way" open=${!canPasskey()}>
    <summary>${_("With a password")}</summary>
    <form class="stack" onSubmit=${send}>
      <${TextField} label=${_("Name")} value=${name} change=${setName} complete="username" required />
      <${TextField} label=${_("Password")} kind="password" value=${password} change=${setPassword} complete="current-password" required />
      ${code !== null &&
      html`<${TextField} label=${_("Code")} value=${code} change=${setCode} complete="one-time-code" required first
        hint=${_("The six digits of your authenticator, or one of your recovery codes.")} />`}
      <${Button}>${_("Sign in")}<//>
    </form>
  </details>`;
}

async function byPasskey() {
  const { id, options } = await post("/session/passkey/options");
  return post("/session/passkey", { id, credential: await usePasskey(options) });
}

/** Only an address of ours: a link in a mail must not lead elsewhere after sign-in. @param {URLSearchParams} query */
function nextOf(query) {
  const next = query.get("next") ?? "/";
  return /^\/(?![/\\])/.test(next) && !next.startsWith("/sign-in") ? next : "/";
}
