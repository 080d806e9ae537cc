import { clockSample } from "./clock.js";
import { withToken } from "./token.js";

// The events socket: connected for as long as the page lives, connected again at most a second after it was lost.

const retryMs = [100, 300, 600, 1000];
const pingMs = 2000;
const deadMs = 6000;

export class EventSocket {
  /** @type {WebSocket|null} */ #socket = null;
  #attempt = 0;
  #heardAt = 0;
  /** @type {object} */ #meters = {};
  #handler;
  #onState;
  #address;
  #isClosed = false;

  /**
   * @param {(message: any) => void} handler receives every message but pongs
   * @param {(state: "open"|"closed"|"refused") => void} onState
   * @param {string} [address] path and query of the endpoint
   */
  constructor(handler, onState, address = "/api/events") {
    this.#handler = handler;
    this.#onState = onState;
    this.#address = address;
  }

  /** Ends it for good: nothing more is received. */
  close() {
    this.#isClosed = true;
    this.#socket?.close();
  }

  connect() {
    if (this.#isClosed) {
      return;
    }
    const socket = new WebSocket(withToken(this.#address));
    this.#socket = socket;
    this.#heardAt = Date.now();
    const ping = setInterval(() => this.#ping(socket), pingMs);
    socket.onopen = () => {
      this.#attempt = 0;
      this.#subscribe();
      this.#ping(socket);
    };
    socket.onmessage = event => this.#receive(JSON.parse(event.data));
    socket.onclose = () => {
      clearInterval(ping);
      this.#socket = null;
      if (this.#isClosed) {
        return;
      }
      this.#onState("closed");
      setTimeout(() => void this.#again(), retryMs[Math.min(this.#attempt++, retryMs.length - 1)]);
    };
  }

  /** A closed socket does not say why; a request does. 401 waits for a token instead of asking for ever. */
  async #again() {
    if (this.#attempt > 1) {
      const response = await fetch(withToken("/api/server")).catch(() => null);
      if (response?.status === 401 || response?.status === 403) {
        this.#onState("refused");
        return;
      }
    }
    this.connect();
  }

  /**
   * Which meters the server sends; an empty object for none.
   * @param {{rateHz?: number, streams?: string[], players?: string[], rooms?: string[]}} meters
   */
  setMeters(meters) {
    if (JSON.stringify(meters) !== JSON.stringify(this.#meters)) {
      this.#meters = meters;
      this.#subscribe();
    }
  }

  #subscribe() {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      const none = Object.keys(this.#meters).length === 0;
      this.#socket.send(JSON.stringify({ subscribe: none ? { events: true } : { events: true, meters: this.#meters } }));
    }
  }

  /** @param {WebSocket} socket */
  #ping(socket) {
    if (socket.readyState === WebSocket.OPEN) {
      if (Date.now() - this.#heardAt > deadMs) {
        socket.close();
      } else {
        socket.send(JSON.stringify({ ping: Date.now() }));
      }
    }
  }

  /** @param {any} message */
  #receive(message) {
    if (this.#isClosed) {
      return;
    }
    this.#heardAt = Date.now();
    if (message.type === "pong") {
      clockSample(message.ping, this.#heardAt, new Date(message.time).getTime());
      return;
    }
    if (message.type === "hello") {
      this.#onState("open");
    }
    this.#handler(message);
  }
}
