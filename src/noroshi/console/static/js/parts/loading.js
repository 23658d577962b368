// What a page shows before it has its answer, and where there is nothing or trouble.
import { html, useEffect, useState } from "ui";

import { get } from "../api.js";
import { missed } from "../events.js";
import { _ } from "../i18n.js";
import { sentences } from "../toasts.js";
import { Button } from "./button.js";

/**
 * Fetch for as long as a component is shown, and anew where events were lost.
 * @param {string | null} path Below /api/v1; null waits.
 * @returns {{ data: any, error: unknown, again: () => void, set: (data: any) => void }}
 */
export function useAnswer(path) {
  const [state, setState] = useState(/** @type {{ path?: string | null, data?: any, error?: unknown }} */ ({}));
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (path === null) return undefined;
    const stop = new AbortController();
    get(path, { signal: stop.signal }).then(
      (data) => setState({ path, data }),
      (error) => stop.signal.aborted || setState({ path, error }),
    );
    return () => stop.abort();
  }, [path, turn, missed.value]);
  const fresh = state.path === path ? state : {};
  return {
    data: fresh.data,
    error: fresh.error,
    again: () => setTurn((at) => at + 1),
    set: (data) => setState({ path, data }),
  };
}

/**
 * An answer's page, or what stands in for it.
 * @param {{ answer: ReturnType<typeof useAnswer>, children: (data: any) => any }} props
 */
export function Answered({ answer, children }) {
  if (answer.error) return html`<${Trouble} error=${answer.error} again=${answer.again} />`;
  if (answer.data === undefined) return html`<p class="loading" role="status">${_("Loading…")}</p>`;
  return children(answer.data);
}

/** @param {{ error: unknown, again?: () => void }} props */
export function Trouble({ error, again }) {
  const [text, aside] = sentences(error);
  return html`<div class="notice notice-trouble" role="alert">
    <p><strong>${text}</strong></p>
    ${aside && html`<p>${aside}</p>`}
    ${again && html`<${Button} icon="again" run=${again}>${_("Try again")}<//>`}
  </div>`;
}

/** @param {{ title: string, children?: any }} props */
export function Nothing({ title, children }) {
  return html`<div class="nothing"><p class="nothing-title">${title}</p>${children && html`<p>${children}</p>`}</div>`;
}
