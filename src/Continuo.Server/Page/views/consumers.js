import { duration, fixed } from "../app/format.js";
import { listening } from "../app/listening.js";
import { state } from "../app/state.js";
import { t } from "../i18n/index.js";
import { readerIcon } from "./parts.js";

// What the right side of a lane shows: readers as consumers, equal listeners as one.

/**
 * @typedef {object} Consumer
 * @property {string} key
 * @property {string} name
 * @property {string} icon
 * @property {string} detail
 * @property {string} mark state shown at the right: a reader state, or recording
 * @property {Contract.Reader[]} readers
 * @property {Contract.Reader} worst the one its bar shows
 * @property {boolean} open whether a group is unfolded
 * @property {boolean} inner a member of an unfolded group
 */

const severity = ["following", "behind", "congested", "shed"];
const browserKinds = ["whep", "websocket", "http"];

/** Groups that are unfolded: "STREAM". @type {Set<string>} */
export const unfolded = new Set();

/** @param {Contract.Reader[]} readers */
export const worstOf = readers => readers.reduce((worst, reader) => (weight(reader) > weight(worst) ? reader : worst));

/** @param {Contract.Reader} reader */
const weight = reader => severity.indexOf(reader.state) * 1e6 + reader.lagChunks;

/** One encoder serves all listeners of a setting, by whatever path they listen. @param {Contract.Reader} reader */
const isEncoder = reader => reader.kind === "encoder";

/** Meters are the page's own readers: shown only if something is wrong with them. @param {Contract.Reader} reader */
const shown = reader => reader.kind !== "meter" || reader.state !== "following" || dropped(reader) > 0;

/** Frames. @param {Contract.Reader} reader */
export const dropped = reader => reader.dropped.overrun + reader.dropped.late + reader.dropped.shed + reader.dropped.stopped;

/** @param {Contract.Stream} stream @returns {Consumer[]} */
export function consumersOf(stream) {
  /** @type {Consumer[]} */
  const consumers = [];
  /** @type {Consumer[]} */
  const others = [];
  /** @type {Contract.Reader[]} */
  const listeners = [];
  for (const reader of (stream.readers ?? []).filter(shown)) {
    if (isEncoder(reader)) {
      listeners.push(reader);
    } else {
      others.push(consumer(stream, reader, {}));
    }
  }
  if (listeners.length > 0) {
    const open = listeners.length > 1 && unfolded.has(stream.name);
    const here = listening.stream === stream.name && listening.player.state === "playing";
    const sessions = [...state.sessions.values()].filter(session => session.stream === stream.name && browserKinds.includes(session.kind));
    const n = Math.max(listeners.length, sessions.length);
    consumers.push({
      key: "listeners", icon: here ? "headphones" : "globe", name: !here ? t("consumer.listeners", { n }) : n === 1 ? t("consumer.you") : t("consumer.youAnd", { n: n - 1 }),
      detail: here && n === 1 ? own() : counted(sessions), mark: silent(stream, worstOf(listeners)) ? "silent" : worstOf(listeners).state,
      readers: listeners, worst: worstOf(listeners), open, inner: false,
    });
    if (open) {
      consumers.push(...listeners.map(reader => ({ ...consumer(stream, reader, { detail: sessionDetail(reader) }), inner: true })));
    }
  }
  return [...consumers, ...others];
}

/** @param {Contract.Stream} stream @param {Contract.Reader} reader @param {Partial<Consumer>} changes @returns {Consumer} */
function consumer(stream, reader, changes) {
  const recording = reader.recording ? state.recordings.get(reader.recording) : undefined;
  const waiting = recording?.state === "running" && (stream.health === "recovering" || stream.health === "stalled");
  return {
    key: reader.id, name: reader.kind === "replay" ? t("consumer.replay", { n: stream.replaySeconds }) : reader.name, icon: readerIcon(reader.kind),
    detail: reader.detail ?? (recording ? recording.format.toUpperCase() : t(`reader.${reader.kind}`)),
    mark: waiting ? "waiting" : recording?.state === "running" && reader.state === "following" ? "recording" : silent(stream, reader) ? "silent" : reader.state,
    readers: [reader], worst: reader, open: false, inner: false, ...changes,
  };
}

/** @param {Contract.Stream} stream @param {Contract.Reader} reader */
const silent = (stream, reader) => stream.health === "silent" && reader.state === "following";

function own() {
  const path = listening.pathName;
  return listening.latencyMs === null ? path : `${path} · ${fixed(listening.latencyMs, 1)} ms`;
}

/** Who listens by way of an encoder. @param {Contract.Reader} reader */
function sessionDetail(reader) {
  const session = reader.session ? state.sessions.get(reader.session) : undefined;
  if (!session) return Object.entries(reader.sessions ?? {}).map(([kind, n]) => t("consumer.counted", { n, kind: t(/** @type {any} */ (`session.${kind}`)) })).join(" · ");
  return [t(`session.${session.kind}`), session.remote, session.lostPercent ? t("consumer.loss", { percent: fixed(session.lostPercent, 1) }) : ""].filter(Boolean).join(" · ");
}

/** "9 WebRTC · 2 WebSocket". @param {{kind: string}[]} sessions */
function counted(sessions) {
  return browserKinds.map(kind => ({ kind, n: sessions.filter(session => session.kind === kind).length })).filter(part => part.n > 0)
    .map(part => t("consumer.counted", { n: part.n, kind: t(/** @type {any} */ (`session.${part.kind}`)) })).join(" · ");
}

/** Lag in words: one figure, or the range of a group. @param {Contract.Reader[]} readers */
export function lagText(readers) {
  let least = Infinity;
  let most = 0;
  for (const reader of readers) {
    least = Math.min(least, reader.lagMs);
    most = Math.max(most, reader.lagMs);
  }
  return Math.round(least) === Math.round(most) ? `${fixed(most, 0)} ms` : `${fixed(least, 0)}–${fixed(most, 0)} ms`;
}

/** All drops as one duration, for narrow windows. @param {Contract.Reader[]} readers @param {number} sampleRate */
export function dropTotal(readers, sampleRate) {
  const frames = readers.reduce((sum, reader) => sum + dropped(reader), 0);
  return frames === 0 ? "0" : duration(frames / sampleRate);
}

/** Drops by reason as durations. @param {Contract.Reader[]} readers @param {number} sampleRate */
export function dropText(readers, sampleRate) {
  const parts = [];
  for (const reason of /** @type {const} */ (["overrun", "late", "shed", "stopped"])) {
    const frames = readers.reduce((sum, reader) => sum + reader.dropped[reason], 0);
    if (frames > 0) {
      parts.push(`${t(`drop.${reason}`)} ${duration(frames / sampleRate)}`);
    }
  }
  return parts.length === 0 ? t("drop.none") : parts.join(" · ");
}
