// Which alerts are shown. Every choice goes into the address, so a link to it shows the same tomorrow.
import { html, useEffect, useState } from "ui";

import { get, query } from "../api.js";
import { _ } from "../i18n.js";
import { useKeys } from "../keyboard.js";
import { Button } from "../parts/button.js";
import { Choice } from "../parts/field.js";
import { go } from "../router.js";
import { may } from "../session.js";
import { kinds, severityWord } from "../words.js";
import { UNCLOSED } from "./model.js";
import { SavedDialog } from "./saved.js";
import { TimesDialog, timesText } from "./times.js";

/** @typedef {import("./model.js").Filter} Filter */

/** @param {{ filter: Filter }} props */
export function Filters({ filter }) {
  const change = (/** @type {Partial<Filter>} */ part) => go(addressOf({ ...filter, ...part }));
  const isPlain = addressOf(filter) === "/";
  const [asked, ask] = useState("");
  useKeys([{ keys: "f", says: _("Saved filters"), run: () => ask("saved") }]);
  return html`<div class="filters" role="group" aria-label=${_("Which alerts")}>
    <${States} filter=${filter} change=${change} />
    <${Choice} bare label=${_("Severity")} value=${filter.severity} choices=${severities()}
      change=${(/** @type {string} */ severity) => change({ severity })} />
    <${Choice} bare label=${_("Kind")} value=${filter.kind} choices=${[["", _("every kind")], ...kinds()]}
      change=${(/** @type {string} */ kind) => change({ kind })} />
    ${may("see") && html`<${Organisation} value=${filter.organisation} change=${change} />`}
    ${may("work") &&
    html`<${Choice} bare label=${_("Whose")} value=${filter.assignee} choices=${assignees(filter.assignee)}
      change=${(/** @type {string} */ assignee) => change({ assignee })} />`}
    <${Choice} bare label=${_("Held back")} value=${heldOf(filter)} choices=${holdings()}
      change=${(/** @type {string} */ held) => change(HELD[held])} />
    <${Button} icon="clock" look=${filter.from || filter.to ? "plain" : "quiet"} run=${() => ask("times")}>${timesText(filter)}<//>
    ${filter.q && html`<span class="tag tag-busy">${_("text: {q}", { q: filter.q })}</span>`}
    ${filter.subject && html`<span class="tag tag-busy">${filter.subject}</span>`}
    ${!isPlain && html`<${Button} look="quiet" icon="close" run=${() => go("/")}>${_("Clear")}<//>`}
    <${Button} look="quiet" icon="filter" keys="f" run=${() => ask("saved")}>${_("Saved")}<//>
    ${asked === "times" && html`<${TimesDialog} times=${filter} change=${change} close=${() => ask("")} />`}
    ${asked === "saved" && html`<${SavedDialog} href=${addressOf(filter)} close=${() => ask("")} />`}
  </div>`;
}

/** @param {{ filter: Filter, change: (part: Partial<Filter>) => void }} props */
function States({ filter, change }) {
  const views = /** @type {[string, string[]][]} */ ([
    [_("To do"), UNCLOSED],
    [_("Open"), ["open"]],
    [_("Acknowledged"), ["acknowledged"]],
    [_("Resolved"), ["resolved"]],
  ]);
  return html`<div class="tabs">
    ${views.map(
      ([word, state]) => html`<button
        type="button"
        aria-pressed=${String(String(filter.state) === String(state))}
        onClick=${() => change({ state })}
      >
        ${word}
      </button>`,
    )}
  </div>`;
}

/** Organisations are fetched when the list is about to be opened, never before. @param {{ value: string, change: (part: Partial<Filter>) => void }} props */
function Organisation({ value, change }) {
  const [names, setNames] = useState(/** @type {[string, string][] | null} */ (null));
  const [isWanted, setWanted] = useState(false);
  useEffect(() => {
    if (!isWanted || names) return;
    get("/organisations").then(
      (all) => setNames(all.map((/** @type {any} */ each) => [each.id, each.name])),
      () => setNames([]),
    );
  }, [isWanted]);
  const known = names ?? (value ? [/** @type {[string, string]} */ ([value, value])] : []);
  return html`<span onFocusIn=${() => setWanted(true)} onPointerEnter=${() => setWanted(true)}>
    <${Choice} bare label=${_("Organisation")} value=${value} choices=${[["", _("every organisation")], ...known]}
      change=${(/** @type {string} */ organisation) => change({ organisation })} />
  </span>`;
}

/** @type {Record<string, Partial<Filter>>} */
const HELD = {
  "": { snoozed: "", silenced: "", merged: "" },
  silenced: { snoozed: "show", silenced: "only", merged: "" },
  unsilenced: { snoozed: "", silenced: "hide", merged: "" },
  snoozed: { snoozed: "only", silenced: "", merged: "" },
  merged: { snoozed: "show", silenced: "", merged: "only" },
  all: { snoozed: "show", silenced: "", merged: "show" },
};

/** @returns {[string, string][]} */
function holdings() {
  return [
    ["", _("without snoozed and merged")],
    ["unsilenced", _("nor silenced")],
    ["silenced", _("only silenced")],
    ["snoozed", _("only snoozed")],
    ["merged", _("only merged")],
    ["all", _("all")],
  ];
}

/** @param {Filter} filter */
function heldOf(filter) {
  const names = /** @type {const} */ (["snoozed", "silenced", "merged"]);
  return Object.keys(HELD).find((held) => names.every((name) => HELD[held][name] === filter[name])) ?? "";
}

/** @returns {[string, string][]} */
function severities() {
  const least = ["medium", "high"].map((code) => [code, _("{severity} or more", { severity: severityWord(code) })]);
  return [["", _("every severity")], .../** @type {[string, string][]} */ (least), ["critical", severityWord("critical")]];
}

/** @param {string} present @returns {[string, string][]} */
function assignees(present) {
  const known = /** @type {[string, string][]} */ ([["", _("everybody's")], ["me", _("mine")], ["nobody", _("nobody's")]]);
  return known.some(([id]) => id === present) ? known : [...known, [present, present]];
}

/** @param {Filter} filter */
function addressOf(filter) {
  const state = String(filter.state) === String(UNCLOSED) ? [] : filter.state;
  const text = query({ ...filter, state });
  return text ? `/alerts${text}` : "/";
}
