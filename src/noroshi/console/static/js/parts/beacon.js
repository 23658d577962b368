// The sign of the house: a noroshi, the smoke signal of a watch fire.
import { html } from "ui";

export function Beacon() {
  return html`<svg class="beacon" viewBox="0 0 32 32" aria-hidden="true">
    <path class="beacon-fire" d="M16 3c4 5.200 7.400 8 7.400 13a7.400 7.400 0 0 1-14.800 0c0-2.400 1.100-4.200 2.500-5.800.3 2 1.200 3.400 2.400 4C13.100 10 14.200 6.500 16 3Z" />
    <path class="beacon-hearth" d="M7.500 29l3.800-4.800h9.400l3.800 4.800Z" />
  </svg>`;
}
