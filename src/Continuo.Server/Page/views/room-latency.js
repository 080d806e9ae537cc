import { h } from "../app/dom.js";
import { fixed } from "../app/format.js";
import { ownId } from "../app/seat.js";
import { room, voice } from "../app/room.js";
import { state } from "../app/state.js";
import { addPainter } from "../canvas/surface.js";
import { tokens } from "../canvas/tokens.js";
import { t } from "../i18n/index.js";

// From a mouth to my ear, through the room: what is known of each part. The parts add up to the whole.

const packetMs = 20;

/** @typedef {{key: "microphone"|"packet"|"up"|"buffer"|"mix"|"down"|"jitter"|"playout", ms: number, colour: number}} Part */

addPainter("voice-latency", {
  draw(context, box) {
    context.fillStyle = tokens.track;
    context.fillRect(box.x, box.y, box.w, box.h);
    const parts = /** @type {Part[]} */ (box.paint.parts);
    const total = sum(parts);
    let at = 0;
    for (const part of parts) {
      const from = Math.round(at / total * box.w);
      at += part.ms;
      const width = Math.round(at / total * box.w) - from;
      context.fillStyle = tokens[/** @type {"latency-1"} */ (`latency-${part.colour}`)];
      context.fillRect(box.x + from, box.y, Math.max(0, width - (width > 2 ? 1 : 0)), box.h);
    }
  },
});

/** @param {Part[]} parts */
const sum = parts => parts.reduce((total, part) => total + part.ms, 0);

/** Whose voice is measured: the one who spoke last, or my own as the others hear it. @type {string} */
let latestId = "";

/** @param {Contract.Room} shown */
function voiceShown(shown) {
  const others = shown.speakers.filter(speaker => speaker.id !== ownId());
  const speaking = others.find(speaker => speaker.isSpeaking && room.audible.has(speaker.number));
  latestId = speaking?.id ?? latestId;
  return others.find(speaker => speaker.id === latestId) ?? shown.speakers.find(speaker => speaker.id === ownId());
}

/** From the room to this ear. @returns {Part[]} */
function downParts() {
  const latency = room.statistics?.latency;
  return latency ? [
    { key: "mix", ms: latency.chunk + latency.encode, colour: 2 }, { key: "down", ms: latency.network, colour: 4 }, { key: "jitter", ms: latency.jitter, colour: 5 }, { key: "playout", ms: latency.playout, colour: 6 },
  ] : [];
}

/** From the mouth to the room. @param {Contract.Room} shown @param {Contract.Speaker} speaker @returns {Part[]} */
function upParts(shown, speaker) {
  const isMe = speaker.id === ownId();
  const microphone = isMe ? Number(/** @type {any} */ (voice.media?.getAudioTracks()[0]?.getSettings())?.latency ?? 0) * 1000 : 0;
  /** @type {Part[]} */
  const parts = [{ key: "packet", ms: packetMs, colour: 3 }, { key: "buffer", ms: state.roomMeters.get(shown.name)?.buffersMs[speaker.number] ?? 0, colour: 5 }];
  if (isMe) {
    parts.unshift({ key: "microphone", ms: microphone, colour: 1 });
    parts.splice(2, 0, { key: "up", ms: (room.upRoundTripMs ?? 0) / 2, colour: 4 });
  }
  return parts;
}

/** @param {number} ms */
const figure = ms => fixed(ms, 1); // all alike, so that what is shown adds up

/** From the room to me. */
export function myLatencyText() {
  const parts = downParts();
  return parts.length > 0 ? `${fixed(sum(parts), 1)} ms` : "–";
}

/** From the mouth that spoke last to me. */
export function voiceLatencyText() {
  const shown = state.rooms.get(room.name);
  const speaker = shown && voiceShown(shown);
  return shown && speaker && room.statistics?.latency ? `${fixed(sum([...upParts(shown, speaker), ...downParts()]), 1)} ms` : "–";
}

/** @param {Contract.Room} shown */
export function voiceLatency(shown) {
  const speaker = voiceShown(shown);
  const down = downParts();
  if (down.length === 0) {
    return h("section", { key: "latency", class: "room-latency" }, h("h3", null, t("room.latency.mine"), h("strong", { class: "right total" }, "–")), h("p", { class: "hint" }, t("room.latency.wait")));
  }
  const parts = speaker ? [...upParts(shown, speaker), ...down] : down;
  const title = !speaker ? t("room.latency.mine") : speaker.id === ownId() ? t("room.latency.me") : t("room.latency.of", { name: speaker.name });
  return h("section", { key: "latency", class: "room-latency" },
    h("h3", null, title, h("strong", { class: "right total" }, `${fixed(sum(parts), 1)} ms`)),
    h("div", { class: "latency-bar", paint: { kind: "voice-latency", parts } }),
    h("ul", { class: "latency-parts", "aria-label": t("latency.sum", { total: `${fixed(sum(parts), 1)} ms` }) }, parts.map(part =>
      h("li", { key: part.key, class: `part-${part.colour}` }, h("span", { class: "swatch" }), h("span", { class: "caption" }, t(`room.part.${part.key}`)), h("span", { class: "figure" }, figure(part.ms))))),
    speaker && [
      h("h3", { class: "second" }, t("room.latency.mine"), h("strong", { class: "right total" }, myLatencyText())),
      h("p", { class: "caption" }, down.map(part => `${t(`room.part.${part.key}`)} ${figure(part.ms)}`).join(" + ")),
      speaker.id !== ownId() && h("p", { class: "hint" }, t("room.latency.without"))]);
}
