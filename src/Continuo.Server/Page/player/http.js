import { audioContext, outputLatencyMs, resumeAudio } from "./context.js";
import { latency } from "./latency.js";

// An endless file in an audio element: works everywhere, late everywhere.
//
// Chromium reads such a file in blocks of 32 KiB. A block holds 0.17 s of WAV, and the element keeps a second of it in reserve. Of Opus it holds more than two
// seconds, and the element plays the last sample of a block when the next one arrives. So WAV comes first; Ogg, for browsers that refuse an endless WAV file,
// starts late enough to have a reserve.

const retryMs = 300;
const oggReserveMs = 500;

export class HttpPath {
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #timer;
  /** @type {MediaElementAudioSourceNode|null} */ #source = null;
  #stopped = false;
  #everPlayed = false;
  #isOgg = false;
  #isDry = true;
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
    element.oncanplay = () => this.#hold();
    element.onwaiting = () => {
      this.#isDry = true;
      this.events.state(this.#everPlayed ? "waiting" : "connecting");
    };
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
    const address = new URL(this.#isOgg ? this.target.ogg : this.target.wav);
    address.searchParams.set("at", String(Date.now()));
    address.searchParams.set("burst", "0"); // so that it begins with what is captured when it is requested
    this.#isDry = true;
    this.#requestedAt = performance.now();
    element.src = address.href;
    this.#play();
  }

  #play() {
    this.element.play().catch(error => error.name === "NotAllowedError" && this.events.state("blocked"));
  }

  #hold() {
    if (this.#isOgg && this.#isDry) {
      this.element.pause();
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#play(), oggReserveMs);
    }
    this.#isDry = false;
  }

  #again() {
    if (this.#stopped) {
      return;
    }
    if (!this.#everPlayed && !this.#isOgg && this.element.error) {
      this.#isOgg = true;
      this.#request();
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
    const behind = performance.now() - this.#requestedAt - element.currentTime * 1000;
    const playout = outputLatencyMs();
    return {
      latency: this.#everPlayed ? latency(sender.deviceMs + sender.chunkMs + behind + playout, { device: sender.deviceMs, chunk: sender.chunkMs, network: 0, jitter: Math.min(buffered, behind), playout }, false) : null,
      concealedPercent: null, lost: null, received: null, roundTripMs: null, driftPpm: null, setupMs: this.#setupMs, detail: this.#isOgg ? "Ogg Opus" : "WAV, 16 bits",
    };
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#source?.disconnect();
    this.element.onended = this.element.onerror = this.element.oncanplay = null;
    this.element.removeAttribute("src");
    this.element.load();
  }
}
