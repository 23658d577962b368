// Proving anew who one is: what opens doors asks for it, and goes on once that is done.
import { html, useState } from "ui";

import { post } from "../api.js";
import { _ } from "../i18n.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { TextField } from "../parts/field.js";
import { Trouble, useAnswer } from "../parts/loading.js";
import { canPasskey, isDeclined, usePasskey } from "../passkeys.js";
import { about, question } from "../session.js";

/** The proof that is under way, however many calls wait for it. @type {Promise<boolean> | null} */
let proof = null;

/** Ask for the proof, in front of whatever page is shown; says whether it was given. */
export function proved() {
  proof ??= ask().finally(() => (proof = null));
  return proof;
}

/** @returns {Promise<boolean>} */
function ask() {
  return new Promise((/** @type {(proved: boolean) => void} */ end) => {
    question.value = html`<${Asked} end=${end} />`;
  }).finally(() => (question.value = null));
}

/** @param {{ end: (proved: boolean) => void }} props */
function Asked({ end }) {
  const me = useAnswer("/me");
  const close = () => end(false);
  if (me.error)
    return html`<${Dialog} title=${_("Prove that it is you")} close=${close}><${Trouble} error=${me.error} again=${me.again} /><//>`;
  return me.data && html`<${Question} me=${me.data} end=${end} />`;
}

/** @param {{ me: any, end: (proved: boolean) => void }} props */
function Question({ me, end }) {
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const hasPasskey = me.passkeys.length > 0 && canPasskey();
  const hasCode = me.password || (me.recovery_codes > 0 && !hasPasskey);
  const prove = async (/** @type {() => Promise<any>} */ ask) => {
    setError(null);
    try {
      await ask();
      end(true);
    } catch (problem) {
      if (!isDeclined(problem)) setError(problem);
    }
  };
  const byCode = () => prove(() => post("/session/renewal/password", { password, code }));
  return html`<${Dialog} title=${_("Prove that it is you")} close=${() => end(false)} send=${hasCode ? byCode : undefined} word=${_("Go on")}>
    <p>${_("What you are about to do opens doors. So that nobody does it at your screen while you are away, say once more who you are.")}</p>
    ${error && html`<${Trouble} error=${error} />`}
    ${hasPasskey && html`<${Button} look="main" icon="key" first run=${() => prove(byPasskey)}>${_("Use your passkey")}<//>`}
    ${me.password &&
    html`<${TextField} label=${_("Password")} kind="password" value=${password} change=${setPassword} complete="current-password" required first=${!hasPasskey} />`}
    ${hasCode &&
    html`<${TextField} label=${_("Code")} value=${code} change=${setCode} complete="one-time-code" required first=${!hasPasskey && !me.password}
      hint=${_("The six digits of your authenticator, or one of your recovery codes.")} />`}
    ${about.value.sign_in.includes("oidc") && html`<p><a class="button" href="/api/v1/session/oidc?renew=true">${_("Sign in by your organisation")}</a></p>`}
  <//>`;
}

async function byPasskey() {
  const { id, options } = await post("/session/renewal/passkey/options");
  return post("/session/renewal/passkey", { id, credential: await usePasskey(options) });
}
