import { forgetLevel, updateLevel } from "../canvas/levels.js";
import { wake } from "../canvas/surface.js";
import { t } from "../i18n/index.js";
import { resumeAudio } from "../player/context.js";
import { LevelTap } from "../player/level-tap.js";
import { Publisher } from "../player/publisher.js";
import { targetOf } from "../player/target.js";
import { WebRtcPath } from "../player/webrtc.js";
import { tell } from "./actions.js";
import { api } from "./api.js";
import { ownId, ownSeat, seatKey } from "./seat.js";
import { setSetting, settings } from "./settings.js";
import { changed, notify, state } from "./state.js";
import { token } from "./token.js";

// The room that this browser is in: one at a time, in every view. It hears by WHEP and speaks by WHIP, on the same seat.

const meterMs = 50;
const figuresMs = 1000;
const moveMs = 100;
const mostMovingMs = 30_000;
const removedMs = 300;
const onceMs = 1000; // the search and the events of this page's node both say that a room is elsewhere

/** @typedef {"out"|"joining"|"in"|"waiting"|"blocked"|"failed"} RoomState */

export const voice = new Publisher();

export const room = {
  /** Name of the room; empty when this browser is in none. */ name: "",
  /** @type {RoomState} */ state: /** @type {RoomState} */ ("out"),
  /** Why it failed, in the server's words. */ problem: "",
  /** @type {WebRtcPath|null} */ ear: null,
  /** @type {AudioNode|null} What is heard, for meters. */ output: null,
  /** @type {import("../player/webrtc.js").PathStatistics|null} */ statistics: null,
  /** @type {number|null} Round trip of the way up, ms. */ upRoundTripMs: null,
  /** @type {Set<number>} Numbers of the speakers in the mix that arrives. */ audible: new Set(),
  /** @type {Map<string, Contract.RoomVolume>} What this listener has set, by person. */ volumes: new Map(),
  /** @type {Set<string>} */ groupsOff: new Set(),
  /** Group of the own voice; empty for none. */ group: "",
  /** @type {MediaDeviceInfo[]} */ devices: [],
};

/** @type {LevelTap|null} */
let microphoneTap = null;
/** @type {ReturnType<typeof setInterval>|undefined} */
let meterTimer;
/** @type {ReturnType<typeof setInterval>|undefined} */
let figuresTimer;
/** Whether the room has left its node and is looked for. */
let moving = false;
let movedAt = -Infinity;

// One tab is in a room: the same seat twice would speak over itself.
const tabs = new BroadcastChannel("continuo.room");
tabs.onmessage = ({ data }) => {
  if (room.name && data === ownId()) {
    leaveRoom();
    notify({ kind: "info", text: t("room.elsewhere") });
  }
};

/**
 * Joins a room: hears it at once, and speaks if there is a microphone.
 * @param {string} name
 * @param {{microphone?: boolean, group?: string}} [options]
 */
export async function joinRoom(name, options) {
  leaveRoom();
  room.name = name;
  room.group = options?.group ?? "";
  setState("joining");
  const seat = await tell(ownSeat());
  if (!seat || room.name !== name) {
    leaveRoom();
    return;
  }
  tabs.postMessage(seat.id);
  void resumeAudio();
  hear(name, seat.id);
  meterTimer = setInterval(meter, meterMs);
  figuresTimer = setInterval(() => void measure(), figuresMs);
  if (options?.microphone !== false) {
    await startVoice();
  }
}

/** @param {string} name @param {string} id */
function hear(name, id) {
  const target = { ...targetOf(`/whep/${encodeURIComponent(name)}?${describe(id)}`, token()), headers: seatKey() };
  const ear = new WebRtcPath(target, {
    state: heard => {
      setState(heard === "playing" ? "in" : heard === "connecting" ? "joining" : heard);
      if (heard === "playing") {
        void recall();
      }
    },
    quiet: () => voice.check(), // the server may be gone, and with it what hears this browser
    failed: ({ detail }) => {
      room.problem = detail;
      setState("failed");
    },
  });
  ear.onOutput = node => void (room.output = node);
  room.ear = ear;
  void ear.start();
}

/** @param {string} id */
function describe(id) {
  const query = new URLSearchParams({ seat: id });
  if (settings.personName) {
    query.set("name", settings.personName);
  }
  return query;
}

/** What the server remembers of this listener. */
async function recall() {
  const { name } = room;
  const known = await api.listener(name, ownId(), seatKey()).catch(() => null);
  if (known && room.name === name) {
    take(known);
  }
}

/** @param {Contract.ListenerSettings} settings */
export function take({ volumes, groupsOff }) {
  room.volumes = new Map(volumes.map(volume => [volume.id, volume]));
  room.groupsOff = new Set(groupsOff);
  changed();
}

/** Opens the microphone and speaks. @param {string} [device] */
export async function startVoice(device) {
  const { name } = room;
  if (!name || state.server?.role === "listen") {
    return;
  }
  const wanted = device ?? settings.microphone;
  const processing = { echoCancellation: true, noiseSuppression: settings.noiseSuppression, channelCount: { ideal: state.rooms.get(name)?.channels ?? 1 } };
  if (!await voice.open(wanted, processing) && (!wanted || !await voice.open("", processing)) || room.name !== name) {
    return;
  }
  speak();
  room.devices = (await navigator.mediaDevices.enumerateDevices()).filter(info => info.kind === "audioinput");
  setSetting("microphone", voice.media?.getAudioTracks()[0]?.getSettings().deviceId ?? "");
}

/** Sends what the publisher has. */
export function speak() {
  microphoneTap ??= new LevelTap();
  microphoneTap.attach(voice.output);
  if (voice.state === "idle" || voice.state === "failed") {
    const query = describe(ownId());
    if (room.group) {
      query.set("group", room.group);
    }
    voice.start(`/whip/${encodeURIComponent(room.name)}?${query}`, token(), seatKey());
  }
}

export function leaveRoom() {
  clearInterval(meterTimer);
  clearInterval(figuresTimer);
  microphoneTap?.attach(null);
  voice.stop();
  voice.closeMicrophone();
  voice.problem = null;
  room.ear?.stop();
  Object.assign(room, { name: "", ear: null, output: null, statistics: null, upRoundTripMs: null, problem: "" });
  room.audible.clear();
  room.volumes.clear();
  room.groupsOff.clear();
  forgetLevel("voice");
  setState("out");
}

/** The event socket is back after the server was started again. */
export function rejoinRoom() {
  room.ear?.reconnect();
  voice.check();
}

/** The rooms have changed: the one that this browser is in may be closed, or not be there after the server was started again. @param {any} [message] */
export function roomsChanged(message) {
  if (message?.action === "added") {
    roomMoved(message.value.name); // it was on another node, if this browser is in it
  }
  if (room.name && !state.rooms.has(room.name)) {
    if (state.server?.node) {
      void follow(room.name);
    } else {
      closed();
    }
  }
}

function closed() {
  const { name } = room;
  leaveRoom();
  notify({ kind: "info", text: t("room.closed", { name }) });
}

/** A node has the room no more: another may have it. Ear and voice go there under the same seat, before the old connections end if these still work. @param {string} name */
async function follow(name) {
  if (moving) {
    return;
  }
  moving = true;
  const began = performance.now();
  try {
    for (const until = performance.now() + mostMovingMs; room.name === name && !state.rooms.has(name); await new Promise(resolve => void setTimeout(resolve, moveMs))) {
      const found = await api.room(name).catch(error => error.status);
      if (room.name !== name) {
        return;
      }
      if (found === 404 || performance.now() > until) {
        closed();
        return;
      }
      if (typeof found === "object") {
        state.rooms.set(name, found);
        changed();
      }
    }
    if (movedAt < began) {
      roomMoved(name);
    }
    voice.check();
  } finally {
    moving = false;
  }
}

/** A room is on another node than before. @param {string} name */
function roomMoved(name) {
  const now = performance.now();
  if (room.name === name && now - movedAt > onceMs) {
    movedAt = now;
    room.ear?.move();
    voice.move();
  }
}

/** A speaker has gone. If it is this browser's while it sends, an operator has removed it. @param {string} name @param {Contract.Speaker} speaker */
export function speakerLeft(name, speaker) {
  if (name === room.name && speaker.id === ownId() && voice.state === "live") {
    if (state.server?.node) {
      setTimeout(() => name === room.name && !moving && state.rooms.get(name)?.speakers.every(other => other.id !== ownId()) && removed(), removedMs); // or the room moves
    } else {
      removed();
    }
  }
}

function removed() {
  voice.stop();
  voice.closeMicrophone();
  notify({ kind: "info", text: t("room.removed") });
}

function meter() {
  const sources = room.ear?.contributors() ?? [];
  if (sources.length !== room.audible.size || sources.some(source => !room.audible.has(source))) {
    room.audible = new Set(sources);
    changed();
  }
  if (microphoneTap && voice.media && !document.hidden) {
    updateLevel("voice", [Math.max(...microphoneTap.read())], performance.now());
    wake();
  }
}

async function measure() {
  const { ear, name } = room;
  const tickMs = state.rooms.get(name)?.tickMs ?? 20;
  const statistics = await ear?.statistics({ deviceMs: 0, chunkMs: tickMs }).catch(() => null);
  const up = await voice.roundTripMs();
  if (room.ear === ear && statistics) {
    room.statistics = statistics;
    room.upRoundTripMs = up;
    changed();
  }
}

/** @param {RoomState} next */
function setState(next) {
  room.state = next;
  changed();
}

voice.addEventListener("change", changed);
