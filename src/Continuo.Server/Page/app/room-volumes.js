import { tell } from "./actions.js";
import { api } from "./api.js";
import { room, take } from "./room.js";
import { ownId, seatKey } from "./seat.js";
import { changed } from "./state.js";

// What this listener sets. It shows at once; the server gets the newest of each as soon as it has answered the one before.

/** @type {Map<string, Contract.RoomVolume>} */
const wanted = new Map();
/** @type {Map<string, boolean>} */
const wantedGroups = new Map();
let isSending = false;

/** @param {string} id */
export const volumeOf = id => ({ id, volume: 1, isMuted: false, isSolo: false, ...room.volumes.get(id) });

/** @param {string} id person @param {Partial<Contract.RoomVolume>} change */
export function setVolume(id, change) {
  const next = { ...volumeOf(id), ...change };
  room.volumes.set(id, next);
  wanted.set(id, next);
  changed();
  void send();
}

/** @param {string} id @param {number} steps of 5 % */
export const stepVolume = (id, steps) => setVolume(id, { volume: Math.max(0, Math.min(2, Math.round(volumeOf(id).volume * 20 + steps) / 20)) });

/** @param {string} group @param {boolean} isOn */
export function setGroup(group, isOn) {
  room.groupsOff[isOn ? "delete" : "add"](group);
  wantedGroups.set(group, isOn);
  changed();
  void send();
}

/** Persons who are heard alone but are not here: then no one is heard. @param {Contract.Room} shown */
export function absentSolos(shown) {
  return [...room.volumes.values()].filter(volume => volume.isSolo && !shown.speakers.some(speaker => speaker.id === volume.id)).map(volume => volume.id);
}

async function send() {
  if (isSending) {
    return;
  }
  isSending = true;
  while (wanted.size + wantedGroups.size > 0 && room.name) {
    const change = { volumes: [...wanted.values()], groups: Object.fromEntries(wantedGroups) };
    wanted.clear();
    wantedGroups.clear();
    const answer = await tell(api.changeListener(room.name, ownId(), change, seatKey()));
    if (answer && wanted.size + wantedGroups.size === 0) {
      take(answer);
    }
  }
  wanted.clear();
  wantedGroups.clear();
  isSending = false;
}
