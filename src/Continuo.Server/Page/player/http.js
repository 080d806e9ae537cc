import { audioContext, outputLatencyMs, resumeAudio } from "./context.js";
import { latency } from "./latency.js";

// An endless Ogg file in an audio element: works everywhere, late everywhere.

const retryMs = 500;
const serverBurstMs = 200;

export class HttpPath {
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #timer;
  /** @type {MediaElementAudioSourceNode|null} */ #source = null;
  #stopped = false;
  #everPlayed = false;
  #requestedAt = 0;
  /** @type {number|null} */ #setupMs = null;
  session = "";
  element = new Audio();

  /** Called with the node that carries the sound, for meters. @type {((node: AudioNode) => void)|undefined} */ onOutput;

  /**
   * @param {import("./target.js").Target} target
   * @param {import("./webrtc.js").PathEvents} events
   */
  constructor(target, events) {
    this.target = target;
    this.events = events;
  }

  async start() {
    const { element } = this;
    this.events.state("connecting");
    element.onplaying = () => {
      this.#setupMs ??= performance.now() - this.#requestedAt;
      this.#everPlayed = true;
      this.events.state("playing");
    };
    element.onwaiting = () => this.events.state("waiting");
    element.onended = element.onerror = () => this.#again();
    if (await resumeAudio()) {
      this.#source = audioContext().createMediaElementSource(element);
      this.#source.connect(audioContext().destination);
      this.onOutput?.(this.#source);
    }
    this.#request();
  }

  #request() {
    const { element } = this;
    this.#requestedAt = performance.now();
    element.src = `${this.target.ogg}${this.target.ogg.includes("?") ? "&" : "?"}at=${Date.now()}`;
    element.play().catch(error => error.name === "NotAllowedError" && this.events.state("blocked"));
  }

  #again() {
    if (this.#stopped) {
      return;
    }
    if (!this.#everPlayed) {
      this.stop();
      this.events.failed({ kind: "failed", detail: "HTTP" });
      return;
    }
    this.events.state("waiting");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#request(), retryMs);
  }

  reconnect() {
    this.#again();
  }

  /** @param {number} gain 0…1 */
  setVolume(gain) {
    this.element.volume = Math.min(1, gain);
  }

  setJitterBuffer() {
    // The element decides.
  }

  /**
   * The element tells no capture time: what it has not played of the time since the request is its delay.
   * @param {{deviceMs: number, chunkMs: number}} sender
   * @returns {Promise<import("./webrtc.js").PathStatistics>}
   */
  async statistics(sender) {
    const { element } = this;
    const buffered = element.buffered.length > 0 ? (element.buffered.end(element.buffered.length - 1) - element.currentTime) * 1000 : 0;
    const behind = performance.now() - this.#requestedAt - element.currentTime * 1000 + serverBurstMs;
    const playout = outputLatencyMs();
    return {
      latency: this.#everPlayed ? latency(behind + playout, { device: sender.deviceMs, chunk: sender.chunkMs, network: 0, jitter: Math.max(buffered, behind - 60), playout }, false) : null,
      concealedPercent: null, lost: null, received: null, roundTripMs: null, driftPpm: null, setupMs: this.#setupMs, detail: "Ogg Opus",
    };
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#source?.disconnect();
    this.element.onended = this.element.onerror = null;
    this.element.removeAttribute("src");
    this.element.load();
  }
}
