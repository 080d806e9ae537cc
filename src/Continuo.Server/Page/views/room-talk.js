import { h } from "../app/dom.js";
import { icon } from "../app/icons.js";
import { isTalking, lockTalk, pressTalk, releaseTalk, talkState } from "../app/push-to-talk.js";
import { href, route } from "../app/router.js";
import { leaveRoom, room, voice } from "../app/room.js";
import { state } from "../app/state.js";
import { Surface } from "../canvas/surface.js";
import { t } from "../i18n/index.js";
import { button } from "./parts.js";
import { myLatencyText, voiceLatencyText } from "./room-latency.js";
import { shownRoom } from "./room-people.js";

// The button that is held to talk, and the bar that has it on a phone and in the other views.

const surface = new Surface();

/** The button; it shows the level of the microphone. */
export function talkControl() {
  const current = talkState();
  const mayTalk = state.server?.role !== "listen";
  const isSending = voice.state === "live";
  return h("button", {
    key: "talk", type: "button", class: `talk${isTalking() && isSending ? " on" : ""}`, "data-talk": true, disabled: !mayTalk, "aria-pressed": String(isTalking()),
    onpointerdown: (/** @type {PointerEvent} */ event) => {
      if (event.button === 0) {
        /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
        pressTalk();
      }
    },
    onpointerup: () => releaseTalk(true), onpointercancel: () => releaseTalk(), oncontextmenu: (/** @type {Event} */ event) => event.preventDefault(),
    // A press that no pointer makes: Enter, or assistive technology.
    onclick: (/** @type {MouseEvent} */ event) => event.detail === 0 && (voice.media ? lockTalk() : pressTalk()),
  },
  icon(mayTalk && voice.media ? "microphone" : "muted"),
  h("span", { class: "talk-text" },
    h("strong", null, t(!mayTalk ? "room.talk.role" : voice.media && !isSending ? "room.talk.connecting" : `room.talk.${current}`)),
    h("span", { class: "caption wide" }, mayTalk && hint(current)), h("span", { class: "caption phone" }, mayTalk && t(current === "off" ? "room.talk.off.hint" : current === "open" || current === "muted" ? "room.talk.tap" : "room.talk.touch"))),
  voice.media && h("span", { class: "bar", paint: { kind: "level", key: "voice", channels: 1 } }));
}

/** @param {ReturnType<typeof talkState>} current */
function hint(current) {
  switch (current) {
    case "off": return t("room.talk.off.hint");
    case "open": case "muted": return t("room.talk.press");
    default: {
      const [before, after] = t("room.talk.hold").split("{key}");
      return [before, h("kbd", null, t("room.talk.space")), after];
    }
  }
}

/** Below the view on a phone, and while another view is shown. */
export function roomBar() {
  if (!room.name) {
    return null;
  }
  return h("section", { key: "room-bar", class: `room-bar${route.view === "rooms" && shownRoom()?.name === room.name ? " in-rooms" : ""}`, "aria-label": t("room.bar") },
    surface.node(),
    h("div", { class: "room-bar-line" },
      h("a", { class: "name", href: href({ view: "rooms", name: room.name }), "data-link": true }, room.name),
      h("span", { class: "caption" }, t("room.latency.mine"), " ", h("strong", null, myLatencyText())),
      h("span", { class: "caption to-ear" }, t("room.latency.voice"), " ", h("strong", null, voiceLatencyText())),
      button({ label: t("room.leave"), icon: "leave", only: true, class: "bare small", run: () => leaveRoom() })),
    talkControl());
}
