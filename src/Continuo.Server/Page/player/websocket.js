import { clockOffset, roundTrip } from "../app/clock.js";
import { audioContext, outputLatencyMs, resumeAudio } from "./context.js";
import { FrameRing } from "./frame-ring.js";
import { latency, Median } from "./latency.js";

// Opus packets over a WebSocket, decoded by WebCodecs, played by the worklet. The server drops what a slow connection cannot take, so the lag is bounded on
// both sides.

const capacity = 65_536; // frames, 1.4 s
const headerBytes = 16;
const retryMs = 500;
const firstPacketMs = 6000;

export class WebSocketPath {
  /** @type {WebSocket|null} */ #socket = null;
  /** @type {AudioDecoder|null} */ #decoder = null;
  /** @type {AudioWorkletNode|null} */ #node = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #timer;
  #ring = new FrameRing(capacity);
  #gain = audioContext().createGain();
  #stopped = false;
  #everPlayed = false;
  #packetMs = 20;
  #bitRate = { bytes: 0, since: 0, text: "" };
  #sequence = -1;
  #received = 0;
  #lost = 0;
  /** Capture time of the end of the last decoded packet and when it was decoded, ms. */ #written = { capturedEnd: 0, at: 0 };
  #transit = new Median(25);
  #report = { fill: 0, ratio: 1, underruns: 0, skipped: 0, concealed: 0, played: 0 };
  #total = new Median(9);
  /** @type {number|null} */ #setupMs = null;
  #began = 0;
  session = "";

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
    this.events.state("connecting");
    const context = audioContext();
    try {
      if (!(await resumeAudio())) {
        this.events.state("blocked");
        addEventListener("pointerdown", () => void context.resume(), { once: true });
      }
      await loadWorklet(context);
    } catch (error) {
      this.events.failed({ kind: "failed", detail: String(error) });
      return;
    }
    if (this.#stopped) {
      return;
    }
    const shared = this.#ring.memory instanceof ArrayBuffer ? undefined : this.#ring.memory;
    this.#node = new AudioWorkletNode(context, "continuo-playout", {
      numberOfInputs: 0, outputChannelCount: [2], processorOptions: { capacity, memory: shared, targetFrames: 0.04 * 48_000 },
    });
    this.#node.port.onmessage = event => (this.#report = event.data);
    this.#node.connect(this.#gain).connect(context.destination);
    this.onOutput?.(this.#node);
    this.#connect();
  }

  #connect() {
    this.#began = performance.now();
    this.#sequence = -1;
    this.#decoder = new AudioDecoder({ output: audio => this.#decoded(audio), error: () => this.#socket?.close() });
    const socket = new WebSocket(this.target.socket);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    socket.onmessage = event => (typeof event.data === "string" ? this.#configure(JSON.parse(event.data)) : this.#packet(event.data));
    socket.onclose = () => this.#closed(socket);
    this.#timer = setTimeout(() => socket.readyState === WebSocket.CONNECTING && socket.close(), firstPacketMs);
  }

  /** @param {WebSocket} socket */
  #closed(socket) {
    if (socket !== this.#socket || this.#stopped) {
      return;
    }
    clearTimeout(this.#timer);
    this.#decoder?.state !== "closed" && this.#decoder?.close();
    if (!this.#everPlayed) {
      this.stop();
      this.events.failed({ kind: "failed", detail: "WebSocket" });
      return;
    }
    this.events.state("waiting");
    this.#timer = setTimeout(() => !this.#stopped && this.#connect(), retryMs);
  }

  /** @param {{codec: string, sampleRate: number, channels: number, packetMs: number, session?: string}} format */
  #configure(format) {
    this.#packetMs = format.packetMs;
    this.session = format.session ?? "";
    this.#decoder?.configure({ codec: format.codec, sampleRate: format.sampleRate, numberOfChannels: format.channels });
  }

  /** @param {ArrayBuffer} message */
  #packet(message) {
    const header = new DataView(message);
    const capturedUs = Number(header.getBigUint64(0));
    const sequence = header.getUint32(8);
    if (this.#sequence >= 0 && sequence > this.#sequence + 1) {
      this.#lost += sequence - this.#sequence - 1;
    }
    this.#sequence = sequence;
    this.#received++;
    this.#countBytes(message.byteLength);
    this.#transit.add(Date.now() + clockOffset() - capturedUs / 1000);
    if (this.#decoder?.state === "configured") {
      this.#decoder.decode(new EncodedAudioChunk({ type: "key", timestamp: capturedUs, data: new Uint8Array(message, headerBytes) }));
    }
  }

  /** @param {number} bytes */
  #countBytes(bytes) {
    const now = performance.now();
    this.#bitRate.bytes += bytes - headerBytes;
    if (now - this.#bitRate.since > 2000) {
      this.#bitRate.text = this.#bitRate.since ? ` ${Math.round(this.#bitRate.bytes * 8 / (now - this.#bitRate.since))} kbit/s` : "";
      this.#bitRate.bytes = 0;
      this.#bitRate.since = now;
    }
  }

  /** @param {AudioData} audio */
  #decoded(audio) {
    const left = new Float32Array(audio.numberOfFrames);
    const right = new Float32Array(audio.numberOfFrames);
    audio.copyTo(left, { planeIndex: 0, format: "f32-planar" });
    audio.copyTo(right, { planeIndex: audio.numberOfChannels > 1 ? 1 : 0, format: "f32-planar" });
    this.#written = { capturedEnd: audio.timestamp / 1000 + audio.numberOfFrames / 48, at: performance.now() };
    audio.close();
    if (this.#ring.memory instanceof ArrayBuffer) {
      this.#node?.port.postMessage({ left, right }, [left.buffer, right.buffer]);
    } else {
      this.#ring.write(left, right);
    }
    if (!this.#everPlayed) {
      this.#setupMs = performance.now() - this.#began;
      this.#everPlayed = true;
    }
    if (audioContext().state === "running") {
      this.events.state("playing");
    }
  }

  reconnect() {
    this.#socket?.close();
  }

  /** @param {number} gain */
  setVolume(gain) {
    this.#gain.gain.setTargetAtTime(gain, audioContext().currentTime, 0.01);
  }

  /** @param {number} ms */
  setJitterBuffer(ms) {
    this.#node?.port.postMessage({ leastFrames: (ms || 40) * 48 });
  }

  /**
   * @param {{deviceMs: number, chunkMs: number}} sender
   * @returns {Promise<import("./webrtc.js").PathStatistics>}
   */
  async statistics(sender) {
    const { fill, ratio, concealed, played, underruns } = this.#report;
    const now = Date.now() + clockOffset();
    // The sample that is read now was captured `fill` frames before the last one written.
    const buffered = (this.#ring.memory instanceof ArrayBuffer ? fill : this.#ring.fill) / 48;
    const playout = outputLatencyMs();
    const atWorklet = now - (this.#written.capturedEnd - buffered);
    const known = { device: sender.deviceMs, chunk: Math.max(sender.chunkMs, this.#packetMs), network: roundTrip() / 2, jitter: buffered, playout };
    return {
      latency: this.#everPlayed ? latency(this.#total.add(atWorklet + playout), known, true) : null,
      concealedPercent: played ? 100 * concealed / (played + concealed) : null, lost: this.#lost, received: this.#received, roundTripMs: roundTrip(),
      driftPpm: underruns > 0 && played < 480_000 ? null : (ratio - 1) * 1e6, setupMs: this.#setupMs, detail: `Opus${this.#bitRate.text}`,
    };
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.#decoder?.state !== "closed" && this.#decoder?.close();
    this.#node?.disconnect();
    this.#gain.disconnect();
  }
}

/** @type {Promise<void>|undefined} */
let loaded;

/** @param {AudioContext} context */
const loadWorklet = context => (loaded ??= context.audioWorklet.addModule(new URL("worklet.js", import.meta.url)));
