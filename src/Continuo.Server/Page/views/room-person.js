import { tell } from "../app/actions.js";
import { api } from "../app/api.js";
import { h } from "../app/dom.js";
import { fixed } from "../app/format.js";
import { shape, icon } from "../app/icons.js";
import { talkState } from "../app/push-to-talk.js";
import { room } from "../app/room.js";
import { setVolume, volumeOf } from "../app/room-volumes.js";
import { changed } from "../app/state.js";
import { levelKey, levelOf } from "../canvas/levels.js";
import { t } from "../i18n/index.js";
import { button, meterRole } from "./parts.js";
import { groupsOf, lateness, mayOperate, nameOf, stateOf } from "./room-people.js";

// One person: name, state, level, and the volume for me.

/** Whose details are open. */
let opened = "";

/** @param {Contract.Room} shown @param {import("./room-people.js").Person} person @param {boolean} isFirst */
export function personRow(shown, person, isFirst) {
  const { speaker, isMe } = person;
  const isInside = room.name === shown.name;
  const name = nameOf(person);
  const status = stateOf(shown.name, person);
  const isOpen = opened === person.id && speaker !== null && mayOperate();
  const classes = ["person", isHeard(isInside, person) && "heard", isMe && "me", isSilent(isInside, person) && "silent"].filter(Boolean).join(" ");
  return h("div", {
    key: person.id, class: classes, role: "listitem", "data-person": person.id, tabindex: isFirst ? "0" : "-1",
    "aria-label": `${isMe ? t("room.you") : name}, ${status.word}`,
  },
  badge(shown, speaker?.group ?? ""),
  who(shown, person, name),
  isMe && isTalkingNow()
    ? h("span", { class: "state talking" }, icon("microphone"), h("span", { class: "word" }, t(`room.me.${talkState() === "locked" ? "locked" : "held"}`)))
    : h("span", { class: `state ${status.tone}` }, mark(status.shape), h("span", { class: "word" }, status.word)),
  speaker
    ? h("div", { class: "bar", ...meterRole(t("level.of", { name }), () => levelOf(levelKey(shown.name, speaker.number))?.peak ?? -60), paint: { kind: "level", key: levelKey(shown.name, speaker.number), channels: 1 } })
    : h("span", { class: "bar none" }),
  speaker && isInside && !isMe ? volumeControls(person.id, name) : h("span", { class: "not-mine caption" }, remark(person)),
  mayOperate() && speaker && button({ label: t("room.operate", { name }), icon: "more", only: true, class: "bare small more", run: () => { opened = isOpen ? "" : person.id; changed(); } }),
  isOpen && operatorActions(shown, speaker));
}

/** Inside, the mix that arrives says who is heard; outside, the server says who speaks. @param {boolean} isInside @param {import("./room-people.js").Person} person */
const isHeard = (isInside, { speaker, isMe }) => speaker !== null && speaker.isSpeaking && !speaker.isBlocked && (isMe || !isInside || room.audible.has(speaker.number));

/** @param {boolean} isInside @param {import("./room-people.js").Person} person */
function isSilent(isInside, { id, isMe }) {
  const { volume, isMuted } = volumeOf(id);
  return isInside && !isMe && (isMuted || volume === 0);
}

/** In place of the volume. @param {import("./room-people.js").Person} person */
const remark = ({ speaker, isMe }) => isMe && t(speaker ? "room.ownMix" : "room.listensOnly");

/** Name, tags, and how they are connected or what is wrong with it. @param {Contract.Room} shown @param {import("./room-people.js").Person} person @param {string} name */
function who(shown, { speaker, isMe, from }, name) {
  const late = speaker && lateness(shown.name, speaker);
  const gain = speaker?.automaticGainDb;
  return h("div", { class: "who" },
    h("span", { class: "line" }, h("strong", { class: "name", title: name }, isMe ? t("room.youNamed", { name }) : name), from === "mumble" && h("span", { class: "tag" }, "Mumble"),
      speaker?.talksOver && h("span", { class: "tag", title: t("room.talksOver.hint") }, t("room.talksOver")),
      room.name === shown.name && !isMe && speaker?.group && room.groupsOff.has(speaker.group) && h("span", { class: "tag" }, t("room.groupOff"))),
    late !== null
      ? h("span", { class: "reason" }, t("room.late.reason", { ms: fixed(late, 0) }))
      : h("span", { class: "caption wide" }, t(/** @type {any} */ (`room.from.${from}`)), gain ? ` · ${t("room.automatic", { db: `${gain > 0 ? "+" : ""}${fixed(gain, 1)}` })}` : ""));
}

/** @param {string} name */
const mark = name => (name === "headphones" ? icon("headphones") : shape(name));

const isTalkingNow = () => ["held", "locked"].includes(talkState());

/** The group as a number in a border of its own: told apart without colour. @param {Contract.Room} shown @param {string} group */
export function badge(shown, group) {
  const index = groupsOf(shown).indexOf(group);
  return h("span", { class: index < 0 ? "group none" : `group group-${index % 4 + 1}`, title: group || null, "aria-hidden": "true" }, index < 0 ? "" : /\d+$/.exec(group)?.[0] ?? [...group][0]);
}

/** @param {string} id @param {string} name */
function volumeControls(id, name) {
  const { volume, isMuted, isSolo } = volumeOf(id);
  const percent = Math.round(volume * 100);
  return [
    h("span", { class: "volume-slider" },
      h("input", {
        type: "range", min: "0", max: "200", step: "5", value: String(percent), style: { "--at": `${percent / 2}%` }, "aria-label": t("room.volumeOf", { name }), "aria-valuetext": t("room.percent", { n: percent }),
        oninput: (/** @type {any} */ event) => setVolume(id, { volume: Number(event.target.value) / 100 }), ondblclick: () => setVolume(id, { volume: 1 }),
      })),
    h("span", { class: `figure${percent === 100 ? " usual" : ""}` }, `${percent} %`),
    h("button", { type: "button", class: `button small mute${isMuted ? " on warning" : ""}`, "aria-pressed": String(isMuted), "aria-label": t("room.muteNamed", { name }), onclick: () => setVolume(id, { isMuted: !isMuted }) }, t("action.mute")),
    h("button", { type: "button", class: `button small solo${isSolo ? " on" : ""}`, "aria-pressed": String(isSolo), "aria-label": t("room.soloNamed", { name }), onclick: () => setVolume(id, { isSolo: !isSolo }) }, t("room.solo")),
  ];
}

/** @param {Contract.Room} shown @param {Contract.Speaker} speaker */
function operatorActions(shown, speaker) {
  const change = (/** @type {object} */ part) => void tell(api.changeSpeaker(shown.name, speaker.id, part));
  return h("div", { class: "operator", role: "group", "aria-label": t("room.everyone") },
    h("span", { class: "caption" }, t("room.everyone")),
    button({ label: t("room.block"), pressed: speaker.isBlocked, class: `small${speaker.isBlocked ? " on warning" : ""}`, run: () => change({ isBlocked: !speaker.isBlocked }) }),
    button({ label: t("room.talksOver"), hint: t("room.talksOver.hint"), pressed: speaker.talksOver, class: `small${speaker.talksOver ? " on" : ""}`, run: () => change({ talksOver: !speaker.talksOver }) }),
    h("label", { class: "caption" }, t("volume"), h("input", { type: "range", min: "0", max: "200", step: "5", value: String(Math.round(speaker.volume * 100)), style: { "--at": `${speaker.volume * 50}%` }, onchange: (/** @type {any} */ event) => change({ volume: Number(event.target.value) / 100 }) }), h("span", { class: "figure" }, `${Math.round(speaker.volume * 100)} %`)),
    button({ label: t("room.remove"), class: "small", run: () => void tell(api.removeSpeaker(shown.name, speaker.id)) }));
}
