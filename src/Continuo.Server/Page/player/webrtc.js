import { clockOffset } from "../app/clock.js";
import { audioContext, outputLatencyMs } from "./context.js";
import { latency, Median } from "./latency.js";
import { endSession, postOffer, stereo, wantCaptureTime } from "./offer.js";

// WHEP. A lost session is never repaired, it is replaced: a new POST takes 30 ms.

const connectMs = 6000;
const retryMs = 500;
const watchMs = 250;
const quietMs = 1000;
const disconnectedMs = 1000;
const ntpToUnixMs = 2_208_988_800_000;

/**
 * @typedef {object} PathEvents What a path reports to the player.
 * @property {(state: "connecting"|"playing"|"waiting"|"blocked") => void} state
 * @property {(reason: {kind: "failed"|"refused"|"unavailable", detail: string}) => void} failed the path gives up
 * @property {() => void} [quiet] packets have stopped: the server is asked whether it still has the session
 *
 * @typedef {object} PathStatistics
 * @property {import("./latency.js").Latency|null} latency
 * @property {number|null} concealedPercent
 * @property {number|null} lost packets
 * @property {number|null} received packets
 * @property {number|null} roundTripMs
 * @property {number|null} driftPpm
 * @property {number|null} setupMs
 * @property {string} detail codec and bit rate
 */

export class WebRtcPath {
  /** @type {RTCPeerConnection|null} */ #peer = null;
  /** @type {MediaStreamAudioSourceNode|null} */ #source = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #timer;
  /** @type {ReturnType<typeof setInterval>|undefined} */ #watch;
  #stopped = false;
  #everPlayed = false;
  #attempt = 0;
  #checking = false;
  #total = new Median(9);
  /** @type {any} */ #before = null;
  /** @type {number|null} */ #setupMs = null;
  #jitterBufferMs = 0;
  /** Address of the session resource. */ session = "";
  element = new Audio();

  /**
   * @param {import("./target.js").Target} target
   * @param {PathEvents} events
   */
  constructor(target, events) {
    this.target = target;
    this.events = events;
    this.element.autoplay = true;
  }

  start() {
    this.#watch = setInterval(() => this.#look(), watchMs);
    void this.#connect();
  }

  async #connect() {
    const attempt = ++this.#attempt;
    this.#close();
    this.events.state(this.#everPlayed ? "waiting" : "connecting");
    const began = performance.now();
    const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
    this.#peer = peer;
    const transceiver = peer.addTransceiver("audio", { direction: "recvonly" });
    wantCaptureTime(transceiver);
    peer.ontrack = event => this.#attach(new MediaStream([event.track]));
    peer.onconnectionstatechange = () => this.#connectionChanged(peer, began);
    try {
      const offer = await peer.createOffer();
      await peer.setLocalDescription({ type: "offer", sdp: stereo(offer.sdp ?? "") });
      const { answer, session } = await postOffer(this.target.whep, peer.localDescription?.sdp ?? "", this.target.token, AbortSignal.timeout(connectMs), this.target.headers);
      if (this.#stopped || attempt !== this.#attempt) {
        void endSession(null, session, this.target.token);
        return;
      }
      this.session = session;
      await peer.setRemoteDescription({ type: "answer", sdp: answer });
      this.#applyJitterBuffer();
      const transport = transceiver.receiver.transport;
      if (transport) {
        // The server's close_notify shows here at once; connectionState notices it after 7 s.
        transport.onstatechange = () => transport.state === "closed" && peer === this.#peer && this.#again(0);
      }
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => peer.connectionState !== "connected" && this.#failed("failed", "no connection"), connectMs);
    } catch (error) {
      const problem = /** @type {any} */ (error);
      if (this.#stopped || attempt !== this.#attempt) {
        return;
      }
      if (problem.status === 401 || problem.status === 403) {
        this.#failed("refused", problem.message);
      } else if (!this.#everPlayed && problem.status >= 400) {
        this.#failed("unavailable", problem.message);
      } else {
        this.#again(retryMs);
      }
    }
  }

  /** @param {RTCPeerConnection} peer @param {number} began */
  #connectionChanged(peer, began) {
    if (peer !== this.#peer || this.#stopped) {
      return;
    }
    if (peer.connectionState === "connected") {
      clearTimeout(this.#timer);
      this.#setupMs = performance.now() - began;
      this.#everPlayed = true;
      this.#play();
    } else if (peer.connectionState === "disconnected") {
      this.events.state("waiting");
      this.#again(disconnectedMs);
    } else if (peer.connectionState === "failed") {
      if (this.#everPlayed) {
        this.#again(0);
      } else {
        this.#failed("failed", "ICE failed");
      }
    }
  }

  /** @param {MediaStream} stream */
  #attach(stream) {
    this.element.srcObject = stream;
    // A remote track feeds Web Audio only while an element plays it, too.
    this.#source?.disconnect();
    this.#source = audioContext().createMediaStreamSource(stream);
    this.onOutput?.(this.#source);
  }

  /** Called with the node that carries the sound, for meters. @type {((node: AudioNode) => void)|undefined} */ onOutput;

  #play() {
    this.element.play().then(() => this.events.state("playing"), error => error.name === "NotAllowedError" && this.events.state("blocked"));
  }

  /** Packets that stop without a word: the session may be gone with its server. */
  #look() {
    const peer = this.#peer;
    if (!peer || peer.connectionState !== "connected" || this.#checking || !this.session) {
      return;
    }
    const source = peer.getReceivers()[0]?.getSynchronizationSources()[0];
    if (source && performance.timeOrigin + performance.now() - source.timestamp > quietMs) {
      this.#checking = true;
      this.events.quiet?.();
      fetch(this.session, { method: "HEAD", headers: this.target.token ? { Authorization: `Bearer ${this.target.token}` } : {} })
        .then(response => response.status === 404 && this.#again(0), () => this.#again(retryMs))
        .finally(() => (this.#checking = false));
    }
  }

  /** Contributing sources (CSRC) of the packets of the last moments: whose voices are in the mix. @param {number} [withinMs] @returns {number[]} */
  contributors(withinMs = 250) {
    const since = performance.timeOrigin + performance.now() - withinMs;
    const sources = this.#peer?.getReceivers()[0]?.getContributingSources() ?? [];
    return sources.filter(source => source.timestamp >= since).map(source => source.source);
  }

  /** @param {number} delayMs */
  #again(delayMs) {
    if (!this.#stopped) {
      this.events.state("waiting");
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#connect(), delayMs);
    }
  }

  /** The server is back: a session it does not know is replaced without waiting for its silence to be noticed. */
  reconnect() {
    this.#again(0);
  }

  /** @param {"failed"|"refused"|"unavailable"} kind @param {string} detail */
  #failed(kind, detail) {
    this.stop();
    this.events.failed({ kind, detail });
  }

  /** @param {number} gain 0…1 */
  setVolume(gain) {
    this.element.volume = Math.min(1, gain);
  }

  /** Least delay of the jitter buffer, ms; 0 leaves it to the browser. @param {number} ms */
  setJitterBuffer(ms) {
    this.#jitterBufferMs = ms;
    this.#applyJitterBuffer();
  }

  #applyJitterBuffer() {
    for (const receiver of this.#peer?.getReceivers() ?? []) {
      if ("jitterBufferTarget" in receiver) {
        receiver.jitterBufferTarget = this.#jitterBufferMs || null;
      }
    }
  }

  /**
   * @param {{deviceMs: number, chunkMs: number}} sender
   * @returns {Promise<PathStatistics>}
   */
  async statistics(sender) {
    const peer = this.#peer;
    const stats = peer ? [...(await peer.getStats()).values()] : [];
    const inbound = stats.find(s => s.type === "inbound-rtp" && s.kind === "audio");
    const pair = stats.find(s => s.type === "candidate-pair" && s.nominated && s.state === "succeeded") ?? stats.find(s => s.type === "candidate-pair" && s.currentRoundTripTime !== undefined);
    const playout = stats.find(s => s.type === "media-playout");
    const codec = stats.find(s => s.id === inbound?.codecId);
    const before = this.#before;
    this.#before = { inbound, playout };
    const roundTripMs = pair?.currentRoundTripTime === undefined ? null : pair.currentRoundTripTime * 1000;
    const jitter = 1000 * ratio(inbound, before?.inbound, "jitterBufferDelay", "jitterBufferEmittedCount", 0.03);
    const playoutMs = playout ? 1000 * ratio(playout, before?.playout, "totalPlayoutDelay", "totalSamplesCount", 0) : outputLatencyMs();
    const source = peer?.getReceivers()[0]?.getSynchronizationSources()[0];
    const captured = /** @type {any} */ (source)?.captureTimestamp;
    const known = { device: sender.deviceMs, chunk: sender.chunkMs, network: (roundTripMs ?? 0) / 2, jitter, playout: playoutMs };
    const atRenderer = source && captured ? source.timestamp + clockOffset() - (captured - ntpToUnixMs) : null;
    return {
      latency: !inbound ? null : atRenderer === null
        ? latency(known.device + known.chunk + known.network + known.jitter + known.playout + 2, known, false)
        : latency(this.#total.add(atRenderer + playoutMs), known, true),
      concealedPercent: inbound?.totalSamplesReceived ? 100 * (inbound.concealedSamples - (inbound.silentConcealedSamples ?? 0)) / inbound.totalSamplesReceived : null,
      lost: inbound?.packetsLost ?? null, received: inbound?.packetsReceived ?? null, roundTripMs, driftPpm: null, setupMs: this.#setupMs,
      detail: codec ? `${codec.mimeType.replace("audio/opus", "Opus").replace("audio/", "")}${bitRate(inbound, before?.inbound)}` : "",
    };
  }

  #close() {
    clearTimeout(this.#timer);
    const peer = this.#peer;
    this.#peer = null;
    this.#before = null;
    this.#total.clear();
    if (peer) {
      peer.onconnectionstatechange = null;
      peer.ontrack = null;
    }
    void endSession(peer, this.session, this.target.token);
    this.session = "";
  }

  stop() {
    this.#stopped = true;
    clearInterval(this.#watch);
    this.#close();
    this.#source?.disconnect();
    this.element.srcObject = null;
  }
}

/** Mean of a counter pair since the last look, or since the start. @param {any} now @param {any} before @param {string} sum @param {string} count @param {number} fallback */
function ratio(now, before, sum, count, fallback) {
  const counted = (now?.[count] ?? 0) - (before?.[count] ?? 0);
  return counted > 0 ? ((now[sum] ?? 0) - (before?.[sum] ?? 0)) / counted : fallback;
}

/** @param {any} now @param {any} before */
function bitRate(now, before) {
  const ms = before ? now.timestamp - before.timestamp : 0;
  return ms > 0 ? ` ${Math.round((now.bytesReceived - before.bytesReceived) * 8 / ms)} kbit/s` : "";
}
