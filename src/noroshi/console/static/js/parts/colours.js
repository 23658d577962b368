// The style sheet's colours, for what is painted by scripts.

/**
 * Give an element's colours as they are now. A custom property keeps light-dark() as it is written, which no canvas
 * knows, so the element is painted with it and asked.
 * @param {HTMLElement} element
 * @returns {(name: string) => string} From a custom property such as "--accent" to its colour.
 */
export function coloursOf(element) {
  /** @type {Map<string, string>} */
  const known = new Map();
  return (name) => {
    const colour = known.get(name) ?? asked(element, name);
    known.set(name, colour);
    return colour;
  };
}

/**
 * @param {HTMLElement} element
 * @param {string} name
 */
function asked(element, name) {
  element.style.color = `var(${name})`;
  const { color } = getComputedStyle(element);
  element.style.color = "";
  return color;
}
