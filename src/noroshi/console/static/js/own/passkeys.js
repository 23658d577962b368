// One's passkeys: which there are, one more, one less.
import { html, useState } from "ui";

import { call, post } from "../api.js";
import { _ } from "../i18n.js";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { TextField } from "../parts/field.js";
import { Answered, useAnswer } from "../parts/loading.js";
import { Ago, Moment } from "../parts/moment.js";
import { canPasskey, isDeclined, makePasskey } from "../passkeys.js";
import { done, trouble } from "../toasts.js";

export function Passkeys() {
  const answer = useAnswer("/me/passkeys");
  const [asks, setAsks] = useState(false);
  const [name, setName] = useState("");
  const add = async () => {
    setAsks(false);
    try {
      const { id, options } = await post("/me/passkeys/options");
      await post("/me/passkeys", { id, credential: await makePasskey(options), name });
      done(_("The passkey is added."));
      answer.again();
    } catch (problem) {
      if (!isDeclined(problem)) trouble(problem);
    }
  };
  const remove = (/** @type {string} */ id) =>
    call("DELETE", `/me/passkeys/${encodeURIComponent(id)}`).then(() => [done(_("The passkey is removed.")), answer.again()], trouble);
  return html`<section class="panel">
    <div class="panel-head">
      <h2>${_("Passkeys")}</h2>
      ${canPasskey() && html`<${Button} icon="key" run=${() => setAsks(true)}>${_("Add a passkey")}<//>`}
    </div>
    <${Answered} answer=${answer}>
      ${(/** @type {any[]} */ passkeys) => html`<ul class="list">
        ${passkeys.map(
          (each) => html`<li>
            <span><strong>${each.name}</strong>
              <small class="aside">${_("since")} <${Moment} at=${each.created} />${each.used && html` · ${_("used")} <${Ago} at=${each.used} />`}</small></span>
            <${Button} look="quiet" run=${() => remove(each.id)}>${_("Remove")}<//>
          </li>`,
        )}
        ${passkeys.length === 0 && html`<li class="aside">${_("None yet.")}</li>`}
      </ul>`}
    <//>
    ${asks &&
    html`<${Dialog} title=${_("Add a passkey")} close=${() => setAsks(false)} send=${add} word=${_("Go on")}>
      <${TextField} label=${_("What to call it")} value=${name} change=${setName} required first hint=${_("Such as: laptop, telephone, key on my ring.")} />
    <//>`}
  </section>`;
}
