// First sign-in by a link that holds once: choose a passkey, or a password with an authenticator; keep the codes.
import { html, useState } from "ui";

import { post } from "../api.js";
import { _ } from "../i18n.js";
import { RecoveryCodes } from "../own/recovery-codes.js";
import { Button } from "../parts/button.js";
import { TextField } from "../parts/field.js";
import { Gate } from "../parts/gate.js";
import { Answered, Trouble, useAnswer } from "../parts/loading.js";
import { canPasskey, isDeclined, makePasskey } from "../passkeys.js";
import { go } from "../router.js";
import { resume } from "../session.js";
import { roleWord } from "../words.js";

export function title() {
  return _("Welcome");
}

/** @param {{ params: Record<string, string> }} props */
export default function Invitation({ params: { secret } }) {
  const path = `/invitations/${encodeURIComponent(secret)}`;
  const answer = useAnswer(path);
  const [codes, setCodes] = useState(/** @type {string[] | null} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const attempt = async (/** @type {() => Promise<any>} */ ask) => {
    setError(null);
    try {
      return await ask();
    } catch (problem) {
      if (!isDeclined(problem)) setError(problem);
      return null;
    }
  };
  const enter = async (/** @type {() => Promise<any>} */ ask) => {
    const given = await attempt(ask);
    if (given) setCodes(given.recovery_codes);
  };
  if (codes) return html`<${Gate} title=${_("Keep these codes")}><${Kept} codes=${codes} /><//>`;
  return html`<${Gate} title=${_("Welcome")}>
    <${Answered} answer=${answer}>
      ${(/** @type {any} */ invited) => html`
        <p>${_("{name}, you are invited as {role}.", { name: invited.name, role: roleWord(invited.role) })}</p>
        ${error && html`<${Trouble} error=${error} />`}
        ${canPasskey() &&
        html`<${Button} look="main" icon="key" run=${() => enter(() => byPasskey(path))}>${_("Make a passkey")}<//>
          <p class="hint">${_("Your finger or face unlocks the key on this device, and never leaves it.")}</p>`}
        <${ByPassword} path=${path} attempt=${attempt} enter=${enter} />
      `}
    <//>
  <//>`;
}

/** @param {{ codes: string[] }} props */
function Kept({ codes }) {
  const on = async () => {
    await resume();
    go("/", { replace: true });
  };
  return html`<${RecoveryCodes} codes=${codes} />
    <${Button} look="main" run=${on}>${_("I have kept them")}<//>`;
}

/**
 * @param {object} props
 * @param {string} props.path
 * @param {(ask: () => Promise<any>) => Promise<any>} props.attempt
 * @param {(ask: () => Promise<any>) => Promise<void>} props.enter
 */
function ByPassword({ path, attempt, enter }) {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [enrolment, setEnrolment] = useState(/** @type {any} */ (null));
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (enrolment) await enter(() => post(`${path}/totp`, { id: enrolment.id, code }));
    else setEnrolment(await attempt(() => post(`${path}/password`, { password })));
  };
  return html`<details class="other-way" open=${!canPasskey()}>
    <summary>${_("With a password")}</summary>
    <form class="stack" onSubmit=${send}>
      ${enrolment
        ? html`<p>${_("Scan this with an authenticator, and type the six digits that it shows.")}</p>
            <img class="totp" alt=${_("The code to scan; below it is the same as text.")} src=${imageOf(enrolment.totp.svg)} />
            <p class="code totp-secret">${enrolment.totp.secret}</p>
            <${TextField} label=${_("Code")} value=${code} change=${setCode} complete="one-time-code" required first />`
        : html`<${TextField} label=${_("Password")} kind="password" value=${password} change=${setPassword} complete="new-password" required
            hint=${_("Fifteen letters or more; a sentence is best.")} />`}
      <${Button}>${enrolment ? _("Finish") : _("Go on")}<//>
    </form>
  </details>`;
}

/** @param {string} path */
async function byPasskey(path) {
  const { id, options } = await post(`${path}/passkey/options`);
  const answer = await post(`${path}/passkey`, { id, credential: await makePasskey(options) });
  return answer;
}

/** An SVG as an image, which runs no script and loads nothing. @param {string} svg */
function imageOf(svg) {
  return `data:image/svg+xml;base64,${btoa(svg)}`;
}
