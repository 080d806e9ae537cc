import { LevelTap } from "../player/level-tap.js";
import { StreamPlayer } from "../player/stream-player.js";
import { forgetLevel, updateLevel } from "../canvas/levels.js";
import { wake } from "../canvas/surface.js";
import { setSetting, settings } from "./settings.js";
import { changed, state } from "./state.js";
import { token } from "./token.js";

// What this browser listens to: one stream at a time, in every view.

const meterMs = 50;
const historySeconds = 60;
const packetMs = 10; // short packets: 10 ms less delay for a few more bytes

const player = new StreamPlayer();
/** @type {LevelTap|null} */
let tap = null;
/** @type {ReturnType<typeof setInterval>|undefined} */
let meterTimer;

export const listening = {
  player,
  /** @type {number[]} Latency of the last minute, one value a second. */ history: [],

  get stream() {
    return player.name;
  },

  get sessionId() {
    return player.sessionId;
  },

  get latencyMs() {
    return player.statistics?.latency?.totalMs ?? null;
  },

  get pathName() {
    return pathNames[player.path ?? "webrtc"];
  },
};

/** @type {Record<import("../player/paths.js").PathId, string>} */
export const pathNames = { webrtc: "WebRTC", websocket: "WebSocket", http: "HTTP" };

/** @param {string} name @param {import("../player/paths.js").PathId|null} [path] */
export function listen(name, path) {
  listening.history = [];
  player.setJitterBuffer(settings.jitterBufferMs);
  setVolume(settings.volumeDb);
  player.play(`/whep/${encodeURIComponent(name)}?packet=${packetMs}`, { token: token(), path: path ?? null });
  clearInterval(meterTimer);
  meterTimer = setInterval(meter, meterMs);
  changed();
}

export function stopListening() {
  clearInterval(meterTimer);
  tap?.attach(null);
  player.stop();
  forgetLevel("output");
  changed();
}

/** @param {string} name */
export const toggleListening = name => (player.name === name ? stopListening() : listen(name));

/** Volume of this browser, dB; at most 0. @param {number|null} db null is silence */
export function setVolume(db) {
  player.volume = db === null ? 0 : 10 ** (Math.min(0, db) / 20);
  if (db !== settings.volumeDb) {
    setSetting("volumeDb", db ?? -100);
  }
}

function meter() {
  if (player.output && !document.hidden) {
    tap ??= new LevelTap();
    tap.attach(player.output);
    updateLevel("output", tap.read().map(db => Math.max(-100, db + 20 * Math.log10(Math.max(1e-5, player.volume)))), performance.now());
    wake();
  }
}

player.addEventListener("change", () => {
  const stream = state.streams.get(player.name);
  if (stream) {
    // The server's own measure, from capture to a reader, holds the chunk; what is beyond it is the device's part.
    const deviceMs = Math.max(0, (stream.delivery?.p50Ms ?? stream.chunkMs) - stream.chunkMs);
    player.sender = { deviceMs: Math.min(deviceMs, 50), chunkMs: Math.max(stream.chunkMs, packetMs) };
  }
  const latency = player.statistics?.latency;
  if (latency && player.state === "playing") {
    listening.history = [...listening.history, latency.totalMs].slice(-historySeconds);
  }
  changed();
});
