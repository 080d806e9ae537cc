import { t } from "../i18n/index.js";
import { api, ApiError } from "./api.js";
import { go, route } from "./router.js";
import { changed, notify, state } from "./state.js";

// What a button or a key does. A refusal is shown in the server's words.

/** @template T @param {Promise<T>} work @returns {Promise<T|undefined>} */
export async function tell(work) {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    const text = error.status === 0 ? t("err.server") : error.status === 401 ? t("err.token") : error.message;
    notify({ kind: "error", text, detail: error.advice });
    return undefined;
  }
}

/** A name for a stream: letters, digits, - and _, not in use. @param {string} name */
export function freeName(name) {
  const base = name.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}_-]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 40) || "stream";
  let free = base;
  for (let n = 2; state.streams.has(free) || state.players.has(free); n++) {
    free = `${base}-${n}`;
  }
  return free;
}

/** @param {string} name @param {string} address */
export async function openSource(name, address) {
  const stream = freeName(name);
  const opened = await tell(api.openStream(stream, address).then(() => true));
  if (opened) {
    go({ view: "live", stream });
  }
}

/** @param {string} name */
export async function closeStream(name) {
  await tell(api.closeStream(name));
  if (route.stream === name) {
    go({ view: "live" });
  }
}

/** The recording of a stream that runs now. @param {string} stream */
export const runningRecording = stream => [...state.recordings.values()].find(recording => recording.stream === stream && recording.state === "running");

/** Starts or stops recording. @param {string} stream */
export async function toggleRecording(stream) {
  const running = runningRecording(stream);
  await tell(running ? api.stopRecording(running.name) : api.record(stream));
}

/** @param {string} stream @param {number} [seconds] */
export async function saveLast(stream, seconds = 30) {
  const recording = await tell(api.saveReplay(stream, seconds));
  if (recording) {
    notify({ kind: "info", text: t("notice.saved", { name: recording.name }), action: { label: t("action.show"), run: () => go({ view: "recordings" }) } });
  }
}

/** @param {string} stream @param {{gainDb?: number, muted?: boolean}} change */
export const changeStream = (stream, change) => tell(api.changeStream(stream, change));

/** Applies at once on the page, then on the server. @param {string} name @param {any} change */
export function changePlayer(name, change) {
  const player = state.players.get(name);
  if (player) {
    const { tracks, ...rest } = change;
    state.players.set(name, {
      ...player, ...rest,
      tracks: player.tracks.map(track => ({ ...track, ...tracks?.find((/** @type {any} */ other) => other.index === track.index) })),
    });
    changed();
  }
  return tell(api.changePlayer(name, change));
}

/** Opens files of the server as a new player. @param {string} name @param {string[]} files */
export async function openPlayer(name, files) {
  const player = freeName(name);
  const opened = await tell(api.openPlayer(player, files).then(() => true));
  if (opened) {
    go({ view: "player", name: player });
  }
}
