import { clockOffset } from "../app/clock.js";
import { outputLatencyMs } from "./context.js";
import { latency, Median } from "./latency.js";

const ntpToUnixMs = 2_208_988_800_000;

/**
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

/** What a connection that receives one stream says of itself. */
export class ReceiverStatistics {
  #total = new Median(9);
  /** @type {any} */ #before = null;

  /** The next is of another connection. */
  clear() {
    this.#before = null;
    this.#total.clear();
  }

  /**
   * @param {RTCPeerConnection|null} peer
   * @param {{deviceMs: number, chunkMs: number}} sender
   * @param {number|null} setupMs
   * @returns {Promise<PathStatistics>}
   */
  async read(peer, sender, setupMs) {
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
      lost: inbound?.packetsLost ?? null, received: inbound?.packetsReceived ?? null, roundTripMs, driftPpm: null, setupMs,
      detail: codec ? `${codec.mimeType.replace("audio/opus", "Opus").replace("audio/", "")}${bitRate(inbound, before?.inbound)}` : "",
    };
  }
}

/** Time since the last packet, ms; 0 before the first. @param {RTCPeerConnection} peer */
export function quietFor(peer) {
  const source = peer.getReceivers()[0]?.getSynchronizationSources()[0];
  return source ? performance.timeOrigin + performance.now() - source.timestamp : 0;
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
