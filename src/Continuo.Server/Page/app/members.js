// Applies the change of one member to what is known of a room, and says what is worth an entry in the room's event list.

/** The listener that everyone in a room sees while it is recorded. */
export const recorder = "recording";

/** Listeners that are no people: what records a room, and what keeps its last seconds. */
export const machines = new Set([recorder, "replay"]);

/**
 * @param {Contract.Room} room
 * @param {"speaker"|"listener"} type
 * @param {string} action added, changed or removed
 * @param {any} member after the change
 * @returns {{room: Contract.Room, event: import("./state.js").RoomEvent|null}}
 */
export function changeMember(room, type, action, member) {
  const list = type === "speaker" ? "speakers" : "listeners";
  const known = /** @type {any[]} */ (room[list]);
  // A speaker that comes back has another number; its old self leaves as it was.
  const isSame = (/** @type {any} */ other) => type === "speaker" ? other.number === member.number : other.id === member.id;
  const index = known.findIndex(isSame);
  // A change that arrives after its member has gone is of the past.
  const put = index >= 0 ? known.map((other, i) => (i === index ? member : other)) : action === "added" ? [...known, member] : known;
  const next = { ...room, [list]: action === "removed" ? known.filter((_, i) => i !== index) : put };
  return { room: next, event: eventOf(room, next, type, action, member, known[index]) };
}

/** @param {Contract.Room} room @param {string} id */
const isPresent = (room, id) => room.speakers.some(speaker => speaker.id === id) || room.listeners.some(listener => listener.id === id);

/**
 * @param {Contract.Room} before @param {Contract.Room} after @param {string} type @param {string} action @param {any} member @param {any} known
 * @returns {import("./state.js").RoomEvent|null}
 */
function eventOf(before, after, type, action, member, known) {
  const event = (/** @type {string} */ shape, /** @type {import("../i18n/index.js").Key} */ key) =>
    ({ time: Date.now(), room: after.name, id: member.id, shape, key, params: { name: member.name || member.id } });
  if (machines.has(member.id)) {
    return member.id !== recorder || action === "changed" ? null : event("info", action === "added" ? "room.event.recording" : "room.event.recorded");
  }
  if (isPresent(before, member.id) !== isPresent(after, member.id)) {
    return action === "removed" ? event("bar", "room.event.left") : event("filled", "room.event.joined");
  }
  if (type !== "speaker" || !known || action !== "changed") {
    return null;
  }
  return known.isStalled !== member.isStalled ? event(member.isStalled ? "square" : "filled", member.isStalled ? "room.event.stalled" : "room.event.recovered")
    : known.isBlocked !== member.isBlocked ? event("info", member.isBlocked ? "room.event.blocked" : "room.event.unblocked")
    : known.name !== member.name ? event("info", "room.event.named") : null;
}
