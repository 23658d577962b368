// A worker that has one stream for all pages of one person in a browser. Browsers allow six connections to a host over
// HTTP/1.1; with a stream for each page, a seventh page would wait for ever.
import { EventStream } from "./stream.js";

/** @type {Set<MessagePort>} */
const pages = new Set();
/** @type {import("./stream.js").News | null} */
let tick = null;

const stream = new EventStream((news) => {
  if (news.kind === "tick") tick = news;
  for (const page of pages) page.postMessage(news);
});

/** What a page may ask for. @type {Record<string, (page: MessagePort, kind: string) => void>} */
const asked = {
  hear: (_page, kind) => stream.hear(kind),
  again: () => stream.open(),
  leave(page) {
    pages.delete(page);
    if (!pages.size) stream.close();
  },
};

addEventListener("connect", (event) => {
  const [page] = /** @type {MessageEvent} */ (event).ports;
  page.onmessage = ({ data: [deed, kind] }) => asked[deed](page, kind);
  pages.add(page);
  if (tick) page.postMessage(tick); // who comes later need not wait five seconds to know how the watch does
  page.postMessage({ state: stream.news.state, heard: stream.news.heard });
  stream.open();
});
