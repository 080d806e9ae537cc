import { api } from "./api.js";
import { EventSocket } from "./events.js";
import { room, roomsChanged } from "./room.js";
import { changed, state } from "./state.js";

// Rooms of other nodes. The events socket is that of the node that answers this page's address, and tells of its own rooms. Of the room that
// this browser is in, or looks at, a second socket tells, which any node connects to the room's node: also to the next one, when the room moves.

const listMs = 2000;

/** @type {{name: string, socket: EventSocket}|null} */
let followed = null;

/** The nodes and their rooms, if this server is one of several. */
export async function lookForCluster() {
  if (state.server?.node) {
    await lookForNodes();
    await listRooms();
  }
}

/** The nodes, if this server is one of several. */
export async function lookForNodes() {
  if (state.server?.node) {
    const before = nodeNames();
    state.cluster = await api.cluster().catch(() => state.cluster);
    if (nodeNames() !== before) {
      changed(); // their loads are shown by the system view alone, which asks by itself
    }
  }
}

const nodeNames = () => (state.cluster?.nodes ?? []).map(node => node.name).join();

/** The rooms of all nodes. */
export async function listRooms() {
  if (!state.server?.node) {
    return;
  }
  const listed = await api.rooms().catch(() => null);
  for (const other of listed ?? []) {
    if (!state.localRooms.has(other.name) && other.name !== followed?.name) {
      state.rooms.set(other.name, other);
    }
  }
  for (const name of listed ? [...state.rooms.keys()] : []) {
    if (!state.localRooms.has(name) && name !== followed?.name && name !== room.name && !listed?.some(other => other.name === name)) {
      state.rooms.delete(name);
    }
  }
  changed();
}

/**
 * Follows the room that this browser is in, or else the one that is shown, if another node has it.
 * @param {string|undefined} shown
 * @param {(message: any) => void} receive gets the messages about that room
 */
export function followRoom(shown, receive) {
  const wanted = state.server?.node ? [room.name, shown].find(name => name && state.rooms.has(name) && !state.localRooms.has(name)) : undefined;
  if (wanted === followed?.name) {
    return;
  }
  followed?.socket.close();
  followed = wanted ? follow(wanted, receive) : null;
}

/** @param {string} name @param {(message: any) => void} receive */
function follow(name, receive) {
  const socket = new EventSocket(message => take(name, message, receive), () => { /* it connects again by itself */ }, `/api/events?room=${encodeURIComponent(name)}`);
  socket.setMeters({ rateHz: 20, rooms: [name] });
  socket.connect();
  return { name, socket };
}

/** @param {string} name @param {any} message @param {(message: any) => void} receive */
function take(name, message, receive) {
  if (state.localRooms.has(name)) {
    return; // it has moved to the node of the page
  }
  if (message.type === "meters") {
    const meters = message.rooms?.[name];
    if (meters) {
      receive({ type: "meters", rooms: { [name]: meters } });
    }
  } else if (message.type === "hello") {
    const found = message.snapshot.rooms.find((/** @type {Contract.Room} */ other) => other.name === name);
    put(name, found);
  } else if (message.type === "room" && message.value.name === name) {
    put(name, message.action === "removed" ? undefined : message.value);
  } else if ((message.type === "speaker" || message.type === "listener") && message.value.room === name) {
    receive(message);
  }
}

/** @param {string} name @param {Contract.Room|undefined} known */
function put(name, known) {
  if (known) {
    state.rooms.set(name, { ...state.rooms.get(name), ...known });
  } else {
    state.rooms.delete(name);
    // The socket still leads to where the room was.
    followed?.socket.close();
    followed = null;
    roomsChanged();
  }
  changed();
}

setInterval(() => !document.hidden && location.pathname.startsWith("/rooms") && void listRooms(), listMs);
