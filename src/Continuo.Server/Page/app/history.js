// Turns changes of a stream into entries of the inspector's event list.

/** @typedef {import("./state.js").PageEvent} PageEvent */

/** @type {Record<Contract.Health, string>} Shape of each state; see app/icons.js. */
export const healthShape = {
  starting: "dashed", flowing: "filled", silent: "open", stalled: "square", recovering: "half", failed: "diamond", stopped: "bar",
};

/** @type {Record<Contract.ReaderState, string>} */
export const readerShape = { following: "filled", behind: "triangle", congested: "alert", shed: "struck" };

/**
 * @param {Contract.Stream|undefined} old
 * @param {Contract.Stream} now
 * @returns {PageEvent[]} newest first
 */
export function streamEvents(old, now) {
  const time = Date.now();
  const stream = now.name;
  /** @type {PageEvent[]} */
  const events = [];
  if (!old || old.health !== now.health) {
    events.push({ time, stream, shape: healthShape[now.health], key: "event.health", params: { health: now.health, reason: now.healthReason ?? "" } });
  }
  if (!old) {
    return events;
  }
  const before = new Map((old.readers ?? []).map(reader => [reader.id, reader]));
  for (const reader of now.readers ?? []) {
    const known = before.get(reader.id);
    before.delete(reader.id);
    if (!known) {
      events.push({ time, stream, shape: joined(reader), key: reader.kind === "recorder" ? "event.recording" : "event.joined", params: { name: reader.name, kind: reader.kind } });
    } else if (known.state !== reader.state) {
      events.push(...readerEvents(stream, reader, reader.state));
    }
  }
  for (const reader of before.values()) {
    events.push({ time, stream, shape: "bar", key: "event.left", params: { name: reader.name, kind: reader.kind } });
  }
  return events.reverse();
}

/** @param {Contract.Reader} reader */
const joined = reader => (reader.kind === "recorder" ? "recording" : "info");

/** @param {string} stream @param {Contract.Reader} reader @param {Contract.ReaderState} next @returns {PageEvent[]} */
export function readerEvents(stream, reader, next) {
  return [{
    time: Date.now(), stream, shape: readerShape[next], key: `event.${next}`,
    params: { name: reader.name, chunks: Math.round(reader.lagChunks), ms: reader.lagMs },
  }];
}
