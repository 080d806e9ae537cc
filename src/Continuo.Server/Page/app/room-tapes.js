import { tell } from "./actions.js";
import { ApiError, api } from "./api.js";
import { recorder } from "./members.js";
import { changed } from "./state.js";

// Recordings of rooms: the mix and each speaker. A room's list is fetched when it is first shown, and again when one begins or ends.

/** @type {Map<string, {wasRecorded: boolean, list: Contract.RoomRecording[]}>} */
const known = new Map();

/** Whether a room is being recorded. Everyone in it may know. @param {Contract.Room} room */
export const isRecorded = room => room.listeners.some(listener => listener.id === recorder);

/** The recordings of a room, the newest first. For operators. @param {Contract.Room} room */
export function tapesOf(room) {
  const tapes = known.get(room.name);
  if (tapes?.wasRecorded !== isRecorded(room)) {
    known.set(room.name, { wasRecorded: isRecorded(room), list: tapes?.list ?? [] });
    void load(room.name);
  }
  return known.get(room.name)?.list ?? [];
}

/** Begins a recording, or ends the one that runs. @param {Contract.Room} room */
export async function toggleTape(room) {
  const running = tapesOf(room).find(tape => tape.state === "running");
  await tell(running ? api.stopRoomRecording(room.name, running.name) : api.recordRoom(room.name));
  await load(room.name);
}

/** @param {string} room @param {string} tape */
export async function deleteTape(room, tape) {
  await tell(api.deleteRoomRecording(room, tape));
  await load(room);
}

/** @param {string} room */
async function load(room) {
  const tapes = known.get(room);
  try {
    const list = await api.roomRecordings(room);
    if (tapes) {
      tapes.list = list.reverse();
      changed();
    }
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    // The room has been closed, or the server is gone: the page says so elsewhere, and the list stays as it is.
  }
}
