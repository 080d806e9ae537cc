import { tell } from "../app/actions.js";
import { api } from "../app/api.js";
import { h } from "../app/dom.js";
import { go, route } from "../app/router.js";
import { leaveRoom, room } from "../app/room.js";
import { absentSolos, setVolume } from "../app/room-volumes.js";
import { changed, state } from "../app/state.js";
import { shape } from "../app/icons.js";
import { Surface } from "../canvas/surface.js";
import { t } from "../i18n/index.js";
import { button, copy } from "./parts.js";
import { mayOperate, peopleOf, shownRoom } from "./room-people.js";
import { personRow } from "./room-person.js";
import { roomSide } from "./room-side.js";
import { recordedMark } from "./room-tapes.js";

// Voice rooms: who is in, who speaks, how loud each is for me.

const surface = new Surface();
let isNaming = false;

export function rooms() {
  const shown = shownRoom();
  return shown ? view(shown) : nothing();
}

/** @param {Contract.Room} shown */
function view(shown) {
  const people = peopleOf(shown);
  const solos = room.name === shown.name ? absentSolos(shown) : [];
  return h("div", { key: "room", class: `room${room.name === shown.name ? " inside" : ""}` }, surface.node(), head(shown, people.length),
    h("div", { class: "people-area" },
      solos.length > 0 && h("p", { key: "solo", class: "room-hint warning", role: "status" }, shape("triangle"), t("room.absentSolo", { n: solos.length }),
        button({ label: t("room.clearSolo"), class: "small", run: () => solos.forEach(id => setVolume(id, { isSolo: false })) })),
      people.length > 0 && h("div", { key: "columns", class: "people-columns", "aria-hidden": "true" },
        h("span"), h("span", null, t("room.person")), h("span", null, t("room.state")), h("span", null, t("level.title")), h("span", { class: "for-me" }, t(room.name === shown.name ? "room.volume" : "room.joinFirst")), h("span", { class: "right" }, room.name === shown.name && "0–200 %")),
      h("div", { key: "people", class: "people", role: "list", "aria-label": t("room.people", { name: shown.name }) }, people.map((person, i) => personRow(shown, person, i === 0))),
      people.filter(person => !person.isMe).length === 0 && h("p", { key: "alone", class: "room-hint" }, t(room.name === shown.name ? "empty.room" : "empty.room.open"))),
    roomSide(shown));
}

/** @param {Contract.Room} shown @param {number} count */
function head(shown, count) {
  const speaking = shown.speakers.filter(speaker => speaker.isSpeaking).length;
  const isInside = room.name === shown.name;
  return h("div", { class: "view-head room-head" },
    h("div", { class: "title" },
      state.rooms.size > 1
        ? [h("h1", { class: "spoken" }, shown.name), h("select", { class: "title-choice", "aria-label": t("room.choose"), value: shown.name, onchange: (/** @type {any} */ event) => go({ view: "rooms", name: event.target.value }) },
          [...state.rooms.keys()].map(name => h("option", { key: name, value: name, selected: name === shown.name }, name)))]
        : h("h1", null, shown.name),
      h("span", { class: `state ${isInside ? "good" : "quiet"} wide` }, shape(isInside ? "filled" : "open"), h("span", { class: "word" }, t(isInside ? "room.inside" : "room.open"))),
      recordedMark(shown),
      h("span", { class: "caption" }, t("room.summary", { n: count }), speaking > 0 && ` · ${t("room.speaking", { n: speaking })}`),
      h("span", { class: "caption wide" }, t("room.options", { ms: shown.tickMs }), shown.automaticLevel && ` · ${t("room.levelled")}`)),
    h("div", { class: "actions" },
      mayOperate() && (isNaming ? nameForm() : button({ key: "new", label: t("room.new"), icon: "plus", class: "wide", run: () => { isNaming = true; changed(); } })),
      button({ key: "copy", label: t("room.copy"), icon: "link", class: "copy-link", run: () => void copy(inviteLink(shown.name)) }),
      isInside && button({ key: "leave", label: t("room.leave"), icon: "leave", class: "wide", run: () => leaveRoom() })));
}

/** @param {string} name */
export const inviteLink = name => `${location.origin}/rooms/${encodeURIComponent(name)}`;

function nameForm() {
  return h("form", { key: "name", class: "room-name", onsubmit: (/** @type {any} */ event) => { event.preventDefault(); void open(new FormData(event.target).get("room")); } },
    h("input", { type: "text", name: "room", "aria-label": t("room.name"), placeholder: t("room.name"), maxlength: "40", autocomplete: "off", required: true, ref: focusOnce }),
    h("button", { type: "submit", class: "button primary" }, t("room.create")),
    state.rooms.size > 0 && button({ label: t("action.close"), icon: "close", only: true, class: "bare", run: () => { isNaming = false; changed(); } }));
}

/** @param {HTMLInputElement} input */
function focusOnce(input) {
  if (!input.dataset.seen && isNaming) {
    input.dataset.seen = "yes";
    queueMicrotask(() => input.focus());
  }
}

/** @param {FormDataEntryValue|null} name */
async function open(name) {
  const opened = await tell(api.openRoom(String(name).trim()));
  if (opened) {
    isNaming = false;
    go({ view: "rooms", name: opened.name });
  }
}

function nothing() {
  const isMissing = route.name !== "";
  return h("div", { key: "no-room", class: "page-width nothing" },
    h("h1", null, isMissing ? t("room.missing", { name: route.name }) : t("room.none")),
    h("p", { class: "lead" }, t(mayOperate() ? "room.none.create" : "room.none.ask")),
    mayOperate() && nameForm(),
    isMissing && state.rooms.size > 0 && h("p", { class: "lead others" }, t("room.others"), [...state.rooms.keys()].map(name =>
      h("a", { key: name, class: "button", href: `/rooms/${encodeURIComponent(name)}`, "data-link": true }, name))));
}
