// Where the console starts: who sits here, which language, then the page that the address names.
import { html, render } from "ui";

import { get } from "./api.js";
import { connect, disconnect, listen } from "./events.js";
import { preferred, speak } from "./i18n.js";
import { watchKeyboard } from "./keyboard.js";
import { Console } from "./parts/console.js";
import { preferences } from "./preferences.js";
import { follow } from "./router.js";
import { about, resume, session } from "./session.js";
import { soundFor } from "./sound.js";

await Promise.all([resume(), learn()]);
await speak(preferences.value.language || session.value?.person.language || preferred());
session.subscribe((signedIn) => (signedIn ? connect(signedIn.person.id) : disconnect()));
follow();
listen("alert", soundFor);
watchKeyboard();
render(html`<${Console} />`, /** @type {HTMLElement} */ (document.getElementById("console")));
document.documentElement.dataset.ready = "yes";

async function learn() {
  try {
    about.value = { ...about.value, ...(await get("/about")) };
  } catch {
    // the page says what fails when it asks for more
  }
}
