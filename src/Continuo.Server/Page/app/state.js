import { readerEvents, streamEvents } from "./history.js";
import { changeMember } from "./members.js";

// What the page knows of the server: one object, changed only here, watched by the renderer.

/**
 * @typedef {{time: number, stream: string, shape: string, key: import("../i18n/index.js").Key, params: Record<string, any>}} PageEvent
 * @typedef {{time: number, room: string, id: string, shape: string, key: import("../i18n/index.js").Key, params: Record<string, any>}} RoomEvent
 * @typedef {{id: number, kind: "info"|"error", text: string, detail?: string, action?: {label: string, run: () => void}}} Notice
 */

export const state = {
  /** @type {"connecting"|"open"|"closed"|"refused"} */ connection: "connecting",
  /** @type {Contract.Server|null} */ server: null,
  /** @type {Map<string, Contract.Stream>} In the order in which they were first seen: nothing moves by itself. */ streams: new Map(),
  /** @type {Map<string, Contract.Recording>} */ recordings: new Map(),
  /** @type {Map<string, Contract.Player>} */ players: new Map(),
  /** @type {Map<string, Contract.Session>} */ sessions: new Map(),
  /** @type {Map<string, Contract.Room>} */ rooms: new Map(),
  /** @type {Set<string>} Rooms of the node that the page is connected to; the others are on other nodes of its cluster. */ localRooms: new Set(),
  /** @type {Contract.Cluster|null} */ cluster: null,
  /** @type {RoomEvent[]} Newest first. */ roomEvents: [],
  /** @type {Contract.Application[]} */ applications: [],
  /** @type {Contract.Device[]} */ devices: [],
  /** @type {Contract.Finding[]|null} */ findings: null,
  /** @type {Contract.LogEntry[]} */ log: [],
  /** @type {PageEvent[]} Newest first. */ events: [],
  /** @type {Map<string, Contract.StreamMeters>} */ meters: new Map(),
  /** @type {Map<string, Contract.PlayerMeters>} */ playerMeters: new Map(),
  /** @type {Map<string, Contract.RoomMeters>} */ roomMeters: new Map(),
  /** @type {Notice[]} */ notices: [],
  /** Date.now() of the last hello. */ connectedAt: 0,
};

const mostEvents = 300;
const mostLog = 1000;
const mostRoomEvents = 100;

/** @type {Set<() => void>} */
const watchers = new Set();

/** @param {() => void} watcher called after each change; must only schedule work */
export const watch = watcher => void watchers.add(watcher);

export function changed() {
  for (const watcher of watchers) {
    watcher();
  }
}

/** @param {any} message of the events socket */
export function apply(message) {
  switch (message.type) {
    case "hello":
      state.server = message.server;
      state.connectedAt = Date.now();
      replaceLocal(state.streams, message.snapshot.streams);
      replaceLocal(state.recordings, message.snapshot.recordings);
      replaceAll(state.players, message.snapshot.players, "name");
      replaceAll(state.sessions, message.snapshot.sessions, "id");
      replaceRooms(message.snapshot.rooms ?? []);
      break;
    case "stream":
      changeStream(message.action, message.value, undefined);
      break;
    case "recording":
      changeNamed(state.recordings, message, undefined);
      break;
    case "player":
      change(state.players, message, "name");
      break;
    case "session":
      change(state.sessions, message, "id");
      break;
    case "room":
      state.localRooms[message.action === "removed" ? "delete" : "add"](message.value.name);
      change(state.rooms, message, "name");
      break;
    case "speaker":
    case "listener":
      changeRoom(message);
      break;
    case "log":
      addLog([message.value ?? message]);
      break;
    default:
      return;
  }
  changed();
}

/** What was known of other nodes' rooms stays: this node does not tell of them. @param {Contract.Room[]} local */
function replaceRooms(local) {
  const elsewhere = [...state.rooms.values()].filter(room => !state.localRooms.has(room.name));
  state.localRooms = new Set(local.map(room => room.name));
  replaceAll(state.rooms, [...elsewhere.filter(room => !state.localRooms.has(room.name)), ...local], "name");
}

/** Keeps the order of what was known; what is new comes last. @param {Map<string, any>} map @param {any[]} values @param {string} id */
function replaceAll(map, values, id) {
  const next = new Map((values ?? []).map(value => [value[id], value]));
  for (const key of [...map.keys()]) {
    if (!next.has(key)) {
      map.delete(key);
    }
  }
  for (const [key, value] of next) {
    map.set(key, value);
  }
}

/** @param {Map<string, any>} map @param {{action: string, value: any}} message @param {string} id */
function change(map, message, id) {
  if (message.action === "removed") {
    map.delete(message.value[id]);
  } else {
    map.set(message.value[id], { ...map.get(message.value[id]), ...message.value });
  }
}

/**
 * @param {string} action @param {Contract.Stream} value
 * @param {string|undefined} node the other node that tells of it
 * @returns {boolean} whether it counts
 */
function changeStream(action, value, node) {
  const old = state.streams.get(value.name);
  if (!changeNamed(state.streams, { action, value }, node)) {
    return false;
  }
  if (action === "removed") {
    state.meters.delete(value.name);
  } else {
    addEvents(streamEvents(old, value));
  }
  return true;
}

// Names are those of the whole cluster. Of two nodes that have the same, this one counts, or else the one that was seen first.

/**
 * @param {Map<string, any>} map @param {{action: string, value: any}} message @param {string|undefined} node the other node that tells of it
 * @returns {boolean} whether it counts
 */
function changeNamed(map, message, node) {
  const old = map.get(message.value.name);
  if (node && old && old.node !== node || message.action === "removed" && old?.node !== node) {
    return false;
  }
  if (message.action === "removed") {
    map.delete(message.value.name);
  } else {
    map.set(message.value.name, { ...old, ...message.value, node });
  }
  return true;
}

/** What was known of other nodes stays: this node does not tell of them. @param {Map<string, any>} map @param {any[]} local */
function replaceLocal(map, local) {
  const names = new Set((local ?? []).map(value => value.name));
  const elsewhere = [...map.values()].filter(value => value.node && !names.has(value.name));
  replaceAll(map, [...local ?? [], ...elsewhere], "name");
}

/** All that another node has. @param {string} node @param {Contract.Stream[]} streams @param {Contract.Recording[]} recordings */
export function replaceElsewhere(node, streams, recordings) {
  replaceOf(node, state.streams, streams);
  replaceOf(node, state.recordings, recordings);
}

/** @param {string} node @param {Map<string, any>} map @param {any[]} values */
function replaceOf(node, map, values) {
  for (const [name, known] of [...map]) {
    if (known.node === node && !values.some(value => value.name === name)) {
      map.delete(name);
    }
  }
  for (const value of values) {
    changeNamed(map, { action: "added", value }, node);
  }
}

/**
 * What another node tells. @param {string} node @param {{type: "stream"|"recording", action: string, value: any}} message
 * @returns {boolean} whether it counts
 */
export function changeElsewhere(node, { type, action, value }) {
  return type === "stream" ? changeStream(action, value, node) : changeNamed(state.recordings, { action, value }, node);
}

/** @param {{type: "speaker"|"listener", action: string, value: any}} message */
function changeRoom({ type, action, value }) {
  const room = state.rooms.get(value.room);
  if (room) {
    const { room: next, event } = changeMember(room, type, action, value[type]);
    state.rooms.set(room.name, next);
    if (event) {
      state.roomEvents = [event, ...state.roomEvents].slice(0, mostRoomEvents);
    }
  }
}

/** @param {PageEvent[]} events */
export function addEvents(events) {
  if (events.length > 0) {
    state.events = [...events, ...state.events].slice(0, mostEvents);
  }
}

/** @param {Contract.LogEntry[]} entries oldest first */
export function addLog(entries) {
  const last = state.log.at(-1)?.number ?? -1;
  const fresh = entries.filter(entry => entry.number > last);
  if (fresh.length > 0) {
    state.log = [...state.log, ...fresh].slice(-mostLog);
    changed();
  }
}

/**
 * Takes over levels and readers' lag. Only a changed reader state is worth a new rendering; figures follow by themselves.
 * @param {Contract.Meters} message
 */
export function applyMeters(message) {
  let stateChanged = false;
  for (const [name, meters] of Object.entries(message.streams ?? {})) {
    state.meters.set(name, meters);
    const stream = state.streams.get(name);
    for (const reader of stream?.readers ?? []) {
      const now = meters.readers?.[reader.id];
      if (now) {
        reader.lagMs = now.lagMs;
        reader.lagChunks = now.lagChunks;
        if (now.state !== reader.state) {
          addEvents(readerEvents(name, reader, now.state));
          reader.state = now.state;
          stateChanged = true;
        }
      }
    }
  }
  for (const [name, meters] of Object.entries(message.players ?? {})) {
    state.playerMeters.set(name, meters);
  }
  for (const [name, meters] of Object.entries(message.rooms ?? {})) {
    state.roomMeters.set(name, meters);
  }
  if (stateChanged) {
    changed();
  }
}

let nextNotice = 1;

/** Shows a short message until it is closed or its time is over. @param {Omit<Notice, "id">} notice @param {number} [seconds] */
export function notify(notice, seconds = 8) {
  const id = nextNotice++;
  state.notices = [...state.notices.slice(-2), { ...notice, id }];
  setTimeout(() => dismiss(id), seconds * 1000);
  changed();
}

/** @param {number} id */
export function dismiss(id) {
  state.notices = state.notices.filter(notice => notice.id !== id);
  changed();
}
