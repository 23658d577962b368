// What people fill in: a label, the field, and a hint below it.
import { html, useId } from "ui";

/**
 * A line of text, or several.
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.value
 * @param {(value: string) => void} props.change
 * @param {string} [props.hint]
 * @param {string} [props.kind] text, password, search, datetime-local, number …
 * @param {number} [props.lines] More than one makes a box.
 * @param {boolean} [props.required]
 * @param {boolean} [props.first] Whether it has the focus at first.
 * @param {string} [props.complete] The autocomplete token.
 */
export function TextField({ label, value, change, hint, kind = "text", lines = 1, required, first, complete }) {
  const id = useId();
  const shared = {
    id,
    value,
    required,
    "data-first": first || undefined,
    "aria-describedby": hint ? `${id}-hint` : undefined,
    onInput: (/** @type {Event} */ event) => change(/** @type {HTMLInputElement} */ (event.target).value),
  };
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${lines > 1
      ? html`<textarea ...${shared} rows=${lines}></textarea>`
      : html`<input ...${shared} type=${kind} autocomplete=${complete ?? "off"} />`}
    ${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
  </div>`;
}

/**
 * A file of the person's own.
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.kinds Endings that are offered, such as ".yaml,.csv".
 * @param {(file: File) => void} props.choose
 * @param {string} [props.hint]
 */
export function FileField({ label, kinds, choose, hint }) {
  const id = useId();
  const chosen = (/** @type {any} */ event) => event.target.files[0] && choose(event.target.files[0]);
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <input id=${id} type="file" accept=${kinds} aria-describedby=${hint ? `${id}-hint` : undefined} onChange=${chosen} />
    ${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
  </div>`;
}

/**
 * One of several, in a list that opens.
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.value
 * @param {[string, string][]} props.choices Value and word.
 * @param {(value: string) => void} props.change
 * @param {boolean} [props.bare] Whether only screen readers read the label.
 * @param {boolean} [props.required] Whether the choice without a value is none.
 * @param {boolean} [props.first] Whether it has the focus at first.
 */
export function Choice({ label, value, choices, change, bare = false, required, first }) {
  const id = useId();
  return html`<div class="field ${bare ? "field-bare" : ""}">
    <label for=${id} class=${bare ? "unseen" : ""}>${label}</label>
    <select id=${id} value=${value} required=${required} data-first=${first || undefined} onChange=${(/** @type {any} */ event) => change(event.target.value)}>
      ${choices.map(([each, word]) => html`<option value=${each} selected=${each === value}>${word}</option>`)}
    </select>
  </div>`;
}

/**
 * One of a few, all in sight.
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.value
 * @param {[string, string, string?][]} props.choices Value, word, and what it means.
 * @param {(value: string) => void} props.change
 */
export function Options({ label, value, choices, change }) {
  const name = useId();
  return html`<fieldset class="options">
    <legend>${label}</legend>
    ${choices.map(
      ([each, word, meaning], at) => html`<label class="option">
        <input
          type="radio"
          name=${name}
          value=${each}
          checked=${each === value}
          data-first=${(value ? each === value : at === 0) || undefined}
          onChange=${() => change(each)}
        />
        <span class="option-word">${word}</span>
        ${meaning && html`<span class="option-meaning">${meaning}</span>`}
      </label>`,
    )}
  </fieldset>`;
}

/**
 * Yes or no.
 * @param {{ label: string, value: boolean, change: (value: boolean) => void, hint?: string }} props
 */
export function Tick({ label, value, change, hint }) {
  return html`<label class="tick">
    <input type="checkbox" checked=${value} onChange=${(/** @type {any} */ event) => change(event.target.checked)} />
    <span>${label}${hint && html`<span class="hint">${hint}</span>`}</span>
  </label>`;
}
