import { lockTalk } from "../app/push-to-talk.js";
import { room } from "../app/room.js";
import { setGroup, setVolume, stepVolume, volumeOf } from "../app/room-volumes.js";
import { ownId } from "../app/seat.js";
import { groupsOf, shownRoom } from "./room-people.js";

// Keys of a room. They act on the person with the focus.

/** @param {{key: string}} event @returns {boolean} true if the key has done something */
export function roomKey({ key }) {
  const shown = shownRoom();
  if (!shown || room.name !== shown.name) {
    return false;
  }
  if (key === "k") {
    lockTalk();
    return true;
  }
  const group = /^[1-9]$/.test(key) ? groupsOf(shown)[Number(key) - 1] : undefined;
  if (group) {
    setGroup(group, room.groupsOff.has(group));
    return true;
  }
  const id = document.activeElement?.closest("[data-person]")?.getAttribute("data-person");
  if (!id || id === ownId() || !shown.speakers.some(speaker => speaker.id === id)) {
    return false;
  }
  switch (key) {
    case "m": setVolume(id, { isMuted: !volumeOf(id).isMuted }); return true;
    case "o": setVolume(id, { isSolo: !volumeOf(id).isSolo }); return true;
    case "+": case "=": stepVolume(id, 1); return true;
    case "-": case "−": stepVolume(id, -1); return true;
    case "0": setVolume(id, { volume: 1 }); return true;
    default: return false;
  }
}
