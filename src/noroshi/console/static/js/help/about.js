// What this program is, and what of others is in it.
import { html, useEffect, useState } from "ui";

import { _ } from "../i18n.js";
import { about } from "../session.js";

/** @typedef {{ name: string, version: string, licence: string, text: string }} Package */

export function About() {
  const [packages, setPackages] = useState(/** @type {Package[]} */ ([]));
  useEffect(() => {
    fetch("/static/vendor/VENDOR.json")
      .then((answer) => answer.json())
      .then(({ files }) => setPackages(unique(files.flatMap((/** @type {any} */ file) => file.packages))), () => {});
  }, []);
  return html`<dl class="facts">
      <dt>${_("program")}</dt>
      <dd>${about.value.name} ${about.value.version}</dd>
      <dt>${_("centre")}</dt>
      <dd>${about.value.centre || "–"}</dd>
      <dt>${_("programs may ask")}</dt>
      <dd><a href="/api/v1/about" target="_blank" rel="noreferrer">/api/v1</a></dd>
    </dl>
    <h3 class="glossary-part">${_("Made with")}</h3>
    <ul class="severities">
      ${packages.map(
        ({ name, version, licence, text }) => html`<li><a href="/static/vendor/${text}" target="_blank" rel="noreferrer">${name} ${version}</a> <span class="aside">${licence}</span></li>`,
      )}
    </ul>`;
}

/** @param {Package[]} packages */
function unique(packages) {
  return [...new Map(packages.map((each) => [each.name, each])).values()];
}
