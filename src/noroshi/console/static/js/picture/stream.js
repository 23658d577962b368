// The picture's stream: a WebSocket that is opened again when it breaks, and closed while nobody looks.
import { decode, FrameError } from "./decode.js";

const [FIRST_WAIT, LONGEST_WAIT] = [1_000, 30_000];

/** How the server closes it where no watch runs in its process (RFC 6455, 7.4.1: try again later). */
const UNWATCHED = 1013;

/** @typedef {"waiting"|"open"|"lost"|"resting"|"unwatched"} StreamState */

export class Stream {
  /** @type {StreamState} */
  state = "waiting";
  #wait = FIRST_WAIT;
  /** @type {WebSocket|null} */
  #socket = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #again;
  #closed = false;

  /**
   * @param {object} to
   * @param {string} to.path of the server's WebSocket
   * @param {(frame: import("./decode.js").Frame, data: ArrayBuffer) => void} to.take gets each frame, read and as it came
   * @param {(error: FrameError) => void} to.refuse gets what could not be read
   * @param {(state: StreamState) => void} to.tell hears how the stream stands
   */
  constructor(to) {
    this.to = to;
    document.addEventListener("visibilitychange", this.#look);
    this.#look();
  }

  /** Close for good. */
  close() {
    this.#closed = true;
    document.removeEventListener("visibilitychange", this.#look);
    this.#drop("resting");
  }

  #look = () => (document.hidden ? this.#drop("resting") : this.#open());

  #open() {
    if (this.#socket || this.#closed) return;
    clearTimeout(this.#again);
    if (this.state !== "lost" && this.state !== "unwatched") this.#tell("waiting");
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${this.to.path}`);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#tell("open");
    socket.onmessage = ({ data }) => this.#read(data);
    socket.onclose = ({ code }) => this.#retry(socket, code);
    this.#socket = socket;
  }

  /** @param {unknown} data */
  #read(data) {
    try {
      if (!(data instanceof ArrayBuffer)) throw new FrameError("text, not a frame");
      this.to.take(decode(data), data);
      this.#wait = FIRST_WAIT;
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.to.refuse(error);
    }
  }

  /**
   * @param {WebSocket} socket
   * @param {number} code
   */
  #retry(socket, code) {
    if (socket !== this.#socket) return; // one that we closed ourselves
    this.#socket = null;
    this.#tell(code === UNWATCHED ? "unwatched" : "lost");
    this.#again = setTimeout(() => this.#open(), this.#wait * (0.5 + Math.random() / 2)); // not all consoles at once
    this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT);
  }

  /** @param {StreamState} state */
  #drop(state) {
    clearTimeout(this.#again);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#tell(state);
  }

  /** @param {StreamState} state */
  #tell(state) {
    this.state = state;
    this.to.tell(state);
  }
}
