import { HttpPath } from "./http.js";
import { detectPaths } from "./paths.js";
import { targetOf } from "./target.js";
import { WebRtcPath } from "./webrtc.js";
import { WebSocketPath } from "./websocket.js";

/**
 * Plays one stream by the best path this browser may use. Raises `change` when its state, path or figures change.
 * @typedef {"idle"|"connecting"|"playing"|"waiting"|"blocked"|"failed"} PlayerState
 */
export class StreamPlayer extends EventTarget {
  /** @type {WebRtcPath|WebSocketPath|HttpPath|null} */ #path = null;
  /** @type {import("./target.js").Target|null} */ #target = null;
  /** @type {ReturnType<typeof setInterval>|undefined} */ #timer;
  #volume = 1;
  #jitterBufferMs = 0;
  /** @type {PlayerState} */ state = "idle";
  /** Paths and why they are closed. */ paths = detectPaths();
  /** @type {import("./paths.js").PathId|null} The path in use. */ path = null;
  /** @type {import("./paths.js").PathId|null} The path the user asks for. */ preferred = null;
  /** What the server or browser said when a path failed. */ problem = "";
  /** @type {import("./webrtc.js").PathStatistics|null} */ statistics = null;
  /** @type {AudioNode|null} The node that carries the sound at full level, for meters; it changes with the path. */ output = null;
  /** What the sender adds before the network, for the breakdown of the latency: ms in the device, ms of audio in one packet. */
  sender = { deviceMs: 0, chunkMs: 20 };

  /** Name of the stream. */
  get name() {
    return this.#target?.name ?? "";
  }

  /** Id of the server's session, or an empty text. */
  get sessionId() {
    return this.#path?.session.split("/").at(-1) ?? "";
  }

  /**
   * @param {string} src WHEP address of the stream
   * @param {{token?: string|null, path?: import("./paths.js").PathId|null}} [options]
   */
  play(src, options) {
    this.stop();
    this.#target = targetOf(src, options?.token ?? null);
    this.paths = detectPaths();
    this.preferred = options?.path ?? null;
    this.#choose();
    this.#timer = setInterval(() => void this.#measure(), 1000);
  }

  #choose() {
    const open = this.paths.filter(path => path.open);
    const next = open.find(path => path.id === this.preferred) ?? open[0];
    const target = this.#target;
    if (!next || !target) {
      this.path = null;
      this.#set("failed");
      return;
    }
    this.path = next.id;
    const events = {
      state: (/** @type {PlayerState} */ state) => this.#set(state),
      failed: (/** @type {{kind: string, detail: string}} */ reason) => this.#failed(next, reason),
    };
    const path = next.id === "webrtc" ? new WebRtcPath(target, events) : next.id === "websocket" ? new WebSocketPath(target, events) : new HttpPath(target, events);
    path.onOutput = node => {
      this.output = node;
      this.dispatchEvent(new Event("output"));
    };
    this.#path = path;
    path.setVolume(this.#volume);
    path.setJitterBuffer(this.#jitterBufferMs);
    void path.start();
  }

  /** @param {import("./paths.js").PathState} path @param {{kind: string, detail: string}} reason */
  #failed(path, reason) {
    this.#path = null;
    this.problem = reason.detail;
    if (reason.kind === "refused" || reason.kind === "unavailable" && path.id !== "webrtc") {
      this.#set("failed");
      return;
    }
    path.open = false;
    path.reason = "failed";
    this.#choose();
  }

  /** Changes to another path. @param {import("./paths.js").PathId} id */
  use(id) {
    if (this.#target) {
      this.preferred = id;
      this.#path?.stop();
      this.paths = detectPaths();
      this.#choose();
    }
  }

  stop() {
    clearInterval(this.#timer);
    this.#path?.stop();
    this.#path = null;
    this.#target = null;
    this.output = null;
    this.statistics = null;
    this.path = null;
    this.#set("idle");
  }

  /** Says that the server has been started again, so that the session is replaced at once. */
  reconnect() {
    this.#path?.reconnect();
  }

  /** Volume as a factor, 0…1. */
  get volume() {
    return this.#volume;
  }

  set volume(factor) {
    this.#volume = factor;
    this.#path?.setVolume(factor);
  }

  /** Least delay of the jitter buffer in ms; 0 leaves it to the path. @param {number} ms */
  setJitterBuffer(ms) {
    this.#jitterBufferMs = ms;
    this.#path?.setJitterBuffer(ms);
  }

  async #measure() {
    const path = this.#path;
    const statistics = await path?.statistics(this.sender).catch(() => null);
    if (path === this.#path && statistics) {
      this.statistics = statistics;
      this.dispatchEvent(new Event("change"));
    }
  }

  /** @param {PlayerState} state */
  #set(state) {
    if (state !== this.state) {
      this.state = state;
      this.dispatchEvent(new Event("change"));
    }
  }
}
