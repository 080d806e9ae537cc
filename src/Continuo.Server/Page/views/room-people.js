import { machines } from "../app/members.js";
import { route } from "../app/router.js";
import { room } from "../app/room.js";
import { volumeOf } from "../app/room-volumes.js";
import { ownId } from "../app/seat.js";
import { settings } from "../app/settings.js";
import { state } from "../app/state.js";
import { t } from "../i18n/index.js";

// Which room is shown, and the people in it, from its speakers and listeners.

/**
 * @typedef {{id: string, name: string, speaker: Contract.Speaker|null, isMe: boolean, from: string}} Person from: how they are connected
 * @typedef {{shape: string, tone: string, word: string}} PersonState
 */

const lateMs = 150;

/** The room of the address; without one that this browser is in, or the first. @returns {Contract.Room|undefined} */
export const shownRoom = () => state.rooms.get(route.name) ?? (route.name ? undefined : state.rooms.get(room.name) ?? state.rooms.values().next().value);

/** Whether this client may open rooms and act on everyone in them. */
export const mayOperate = () => state.server?.role === "operate" || state.server?.role === "admin";

/** Speakers in the order in which they came, then those who only listen; this browser last. @param {Contract.Room} shown @returns {Person[]} */
export function peopleOf(shown) {
  const mine = room.name === shown.name ? ownId() : "";
  /** @type {Map<string, Person>} */
  const people = new Map();
  for (const speaker of shown.speakers) {
    people.set(speaker.id, { id: speaker.id, name: speaker.name || "…", speaker, isMe: speaker.id === mine, from: origin(speaker.id) });
  }
  for (const listener of shown.listeners) {
    if (!people.has(listener.id) && !machines.has(listener.id)) {
      people.set(listener.id, { id: listener.id, name: shownName(listener), speaker: null, isMe: listener.id === mine, from: "listens" });
    }
  }
  if (mine && !people.has(mine)) {
    people.set(mine, { id: mine, name: settings.personName, speaker: null, isMe: true, from: "listens" });
  }
  return [...people.values()].sort((a, b) => Number(a.isMe) - Number(b.isMe) || Number(!a.speaker) - Number(!b.speaker));
}

/** @param {Contract.Listener} listener */
const shownName = listener => listener.name && listener.name !== listener.id ? listener.name : t("room.guest");

/** @param {string} id */
const origin = id => (id.startsWith("mumble:") ? "mumble" : id.startsWith("seat-") ? "browser" : "program");

/** A seat of the server has no name of its own. @param {Person} person */
export const nameOf = person => (person.name === person.id && person.id.startsWith("seat-") ? t("room.guest") : person.name || t("room.guest"));

/** @param {string} roomName @param {Person} person @returns {PersonState} */
export function stateOf(roomName, person) {
  const { speaker } = person;
  const volume = volumeOf(person.id);
  if (!speaker) {
    return { shape: "headphones", tone: "quiet", word: t("room.listens") };
  }
  if (speaker.isBlocked) {
    return { shape: "bar", tone: "warning", word: t("room.blocked") };
  }
  if (room.name === roomName && !person.isMe && (volume.isMuted || volume.volume === 0)) {
    return { shape: "bar", tone: "quiet", word: t("room.mutedByMe") };
  }
  if (speaker.isStalled) {
    return { shape: "square", tone: "warning", word: t("room.stalled") };
  }
  if (lateness(roomName, speaker) !== null) {
    return { shape: "triangle", tone: "warning", word: t("room.late") };
  }
  if (speaker.isSpeaking) {
    return { shape: "speaking", tone: "good", word: t("room.speaks") };
  }
  return speaker.isMuted ? { shape: "bar", tone: "quiet", word: t("room.muted") } : { shape: "open", tone: "quiet", word: t("room.quiet") };
}

/** How late someone is heard because of a bad network, ms; null if it is not. @param {string} roomName @param {Contract.Speaker} speaker */
export function lateness(roomName, speaker) {
  const buffer = state.roomMeters.get(roomName)?.buffersMs[speaker.number];
  return buffer !== undefined && buffer > lateMs ? buffer : null;
}

/** The groups of a room, in the order of their names. @param {Contract.Room} shown */
export const groupsOf = shown => [...new Set(shown.speakers.map(speaker => speaker.group).filter(group => typeof group === "string"))].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
