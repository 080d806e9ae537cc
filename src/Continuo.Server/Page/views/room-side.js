import { h } from "../app/dom.js";
import { timeOfDay } from "../app/format.js";
import { shape } from "../app/icons.js";
import { setPushToTalk } from "../app/push-to-talk.js";
import { route } from "../app/router.js";
import { joinRoom, room, startVoice, voice } from "../app/room.js";
import { setGroup } from "../app/room-volumes.js";
import { setSetting, settings } from "../app/settings.js";
import { changed, state } from "../app/state.js";
import { t } from "../i18n/index.js";
import { errorBox, microphoneBlocked } from "./errors.js";
import { button } from "./parts.js";
import { voiceLatency } from "./room-latency.js";
import { groupsOf } from "./room-people.js";
import { badge } from "./room-person.js";
import { talkControl } from "./room-talk.js";
import { roomTapes } from "./room-tapes.js";

// Beside the people: joining, the microphone, groups, latency, recordings, events.

const shownEvents = 8;
let wantedGroup = new URLSearchParams(location.search).get("group") ?? "";
let isNameTaken = false;

/** @param {Contract.Room} shown */
export function roomSide(shown) {
  const isInside = room.name === shown.name;
  return h("div", { key: "side", class: "room-side", role: "group", "aria-label": t("room.side") },
    h("h2", { class: "spoken" }, t("room.side")),
    isInside ? microphone(shown) : joinForm(shown),
    isInside && groups(shown),
    isInside && voiceLatency(shown),
    roomTapes(shown),
    load(shown),
    events(shown));
}

/** The link may bring a name: /rooms/desk?name=Mio. */
function takeName() {
  const given = new URLSearchParams(location.search).get("name");
  if (!isNameTaken && route.view === "rooms" && given !== null) {
    isNameTaken = true;
    settings.personName = given.trim().slice(0, 60);
  }
}

/** @param {Contract.Room} shown */
function joinForm(shown) {
  takeName();
  const known = groupsOf(shown);
  const mayTalk = state.server?.role !== "listen";
  const join = (/** @type {boolean} */ withMicrophone) => {
    setSetting("personName", settings.personName.trim());
    void joinRoom(shown.name, { microphone: withMicrophone, group: wantedGroup });
  };
  return h("section", { key: "join", class: "join" },
    h("h3", null, t("room.join.title")),
    h("form", { onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); join(mayTalk); } },
      h("label", { for: "person-name" }, t("room.join.name")),
      h("input", { id: "person-name", type: "text", value: settings.personName, maxlength: "60", autocomplete: "nickname", placeholder: t("room.guest"), oninput: (/** @type {any} */ event) => { settings.personName = event.target.value; } }),
      (known.length > 0 || wantedGroup) && [
        h("label", { for: "person-group" }, t("room.join.group")),
        h("select", { id: "person-group", value: wantedGroup, onchange: (/** @type {any} */ event) => { wantedGroup = event.target.value; changed(); } },
          h("option", { value: "", selected: wantedGroup === "" }, t("room.join.noGroup")),
          [...new Set([...known, ...(wantedGroup ? [wantedGroup] : [])])].map(group => h("option", { key: group, value: group, selected: group === wantedGroup }, group)))],
      h("div", { class: "actions" },
        mayTalk && h("button", { type: "submit", class: "button primary" }, t("room.join")),
        button({ label: t("room.join.listen"), icon: "headphones", class: mayTalk ? "" : "primary", run: () => join(false) }))),
    h("p", { class: "hint" }, mayTalk ? t("room.join.hint") : t("room.join.role")));
}

/** @param {Contract.Room} shown */
function microphone(shown) {
  const hasFailed = room.state === "failed";
  return h("section", { key: "microphone", class: "my-microphone" },
    h("h3", null, t("room.microphone"), h("span", { class: "right" }, h("span", { class: `state ${room.state === "in" ? "good" : hasFailed ? "bad" : "quiet"}` }, shape(room.state === "in" ? "filled" : hasFailed ? "diamond" : "half"), h("span", { class: "word" }, t(`room.hearing.${room.state}`))))),
    hasFailed && errorBox({
      key: "ear", alert: true, title: t("room.failed"), body: room.problem === "no connection" || room.problem === "ICE failed" ? t("room.failed.udp", { port: state.server?.webRtc?.port ?? 7480 }) : room.problem,
      rows: [], actions: button({ label: t("action.again"), class: "primary", run: () => void joinRoom(shown.name, { group: room.group }) }),
    }),
    room.state === "blocked" && h("p", { class: "room-hint warning" }, t("room.blockedSound"), button({ label: t("action.listen"), class: "small", run: () => void room.ear?.element.play() })),
    voice.problem && microphoneBlocked(voice.problem.code, voice.problem.detail, () => void startVoice()),
    talkControl(),
    voice.media && [
      h("div", { class: "switches" },
        toggle(t("room.pushToTalk"), settings.pushToTalk, setPushToTalk),
        toggle(t("room.noise"), settings.noiseSuppression, isOn => { setSetting("noiseSuppression", isOn); void startVoice(); })),
      room.devices.length > 1 && h("div", { class: "devices" },
        h("label", { for: "room-device", class: "caption" }, t("talk.device")),
        h("select", { id: "room-device", value: settings.microphone, onchange: (/** @type {any} */ event) => void startVoice(event.target.value) },
          room.devices.map(device => h("option", { key: device.deviceId, value: device.deviceId, selected: device.deviceId === settings.microphone }, device.label || t("talk.unnamed")))))]);
}

/** @param {string} label @param {boolean} isOn @param {(isOn: boolean) => void} set */
function toggle(label, isOn, set) {
  return h("label", { class: "switch" }, h("span", null, label), h("input", { type: "checkbox", role: "switch", checked: isOn, onchange: (/** @type {any} */ event) => set(event.target.checked) }));
}

/** @param {Contract.Room} shown */
function groups(shown) {
  const known = groupsOf(shown);
  return known.length > 0 && h("section", { key: "groups", class: "groups" },
    h("h3", null, t("room.groups"), h("span", { class: "right wide" }, t("room.groups.keys"), known.slice(0, 9).map((group, i) => h("kbd", { key: group }, String(i + 1))))),
    known.map(group => h("div", { key: group, class: "group-line" }, badge(shown, group),
      toggleGroup(group, shown.speakers.filter(speaker => speaker.group === group).length))));
}

/** @param {string} group @param {number} count */
function toggleGroup(group, count) {
  const isOn = !room.groupsOff.has(group);
  return h("label", { class: "switch" }, h("span", null, h("strong", null, group), h("span", { class: "caption" }, t("room.summary", { n: count }))),
    h("input", { type: "checkbox", role: "switch", checked: isOn, onchange: (/** @type {any} */ event) => setGroup(group, event.target.checked) }), h("span", { class: "caption word" }, t(isOn ? "room.groups.on" : "room.groups.off")));
}

/** What the room gives up because the server is too slow. @param {Contract.Room} shown */
function load(shown) {
  const step = state.roomMeters.get(shown.name)?.shedStep ?? 0;
  return step > 0 && h("section", { key: "load", class: "load" },
    h("h3", null, shape("struck", "shed"), t("room.load")),
    h("p", { class: "caption" }, [t("room.load.complexity"), step > 3 && t("room.load.loudest", { n: [16, 8, 4][Math.min(step, 6) - 4] }), step > 6 && t("room.load.mono")].filter(Boolean).join(" ")));
}

/** @param {Contract.Room} shown */
function events(shown) {
  const latest = state.roomEvents.filter(event => event.room === shown.name).slice(0, shownEvents);
  return h("section", { key: "events", class: "events" },
    h("h3", null, t("events.title")),
    latest.length === 0 ? h("p", { class: "hint" }, t("events.none"))
      : h("ul", null, latest.map(event => h("li", null, h("time", null, timeOfDay(event.time)), shape(event.shape, `mark-${event.shape}`), h("span", null, t(event.key, event.params))))));
}
