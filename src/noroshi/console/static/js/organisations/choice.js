// Choosing an organisation, or a sharing group, by name from what the register has.
import { html } from "ui";

import { _ } from "../i18n.js";
import { Choice } from "../parts/field.js";
import { useAnswer } from "../parts/loading.js";

/** What a tag begins with that names a sharing group. */
export const GROUP = "group:";

/**
 * @param {object} props
 * @param {string} props.value An organisation's id, or "".
 * @param {(value: string) => void} props.change
 * @param {string} [props.none] What no organisation is called.
 * @param {string} [props.tag] Only those with this tag.
 * @param {string} [props.label]
 * @param {boolean} [props.bare]
 * @param {boolean} [props.required]
 * @param {boolean} [props.first]
 */
export function OrganisationChoice({ value, change, none = _("choose one"), tag, label = _("Organisation"), ...shown }) {
  const known = useRegister().filter(({ tags }) => !tag || tags.includes(tag));
  const named = known.map(({ id, name }) => /** @type {[string, string]} */ ([id, name]));
  return html`<${Choice} label=${label} value=${value} choices=${[["", none], ...withIt(named, value)]} change=${change} ...${shown} />`;
}

/** The sharing groups that the register has, and one that it has no more. @param {string} [value] @returns {[string, string][]} */
export function useGroups(value = "") {
  const tags = useRegister().flatMap((each) => each.tags.filter((tag) => tag.startsWith(GROUP)));
  const names = [...new Set(tags)].sort().map((tag) => tag.slice(GROUP.length));
  return withIt(names.map((name) => [name, name]), value);
}

/** @returns {{ id: string, name: string, tags: string[] }[]} */
function useRegister() {
  return useAnswer("/organisations").data ?? [];
}

/** @param {[string, string][]} named @param {string} value @returns {[string, string][]} */
function withIt(named, value) {
  return !value || named.some(([each]) => each === value) ? named : [...named, [value, value]];
}
