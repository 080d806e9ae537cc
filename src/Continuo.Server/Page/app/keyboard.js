import { language, setLanguage } from "../i18n/index.js";
import { closeTalkPanel } from "../views/talk-panel.js";
import { playerKey } from "../views/player-keys.js";
import { roomKey } from "../views/room-keys.js";
import { saveLast, toggleRecording } from "./actions.js";
import { listening, setVolume, stopListening, toggleListening } from "./listening.js";
import { pressTalk, releaseTalk } from "./push-to-talk.js";
import { room } from "./room.js";
import { back, go, route } from "./router.js";
import { settings, toggleTheme } from "./settings.js";
import { changed, state } from "./state.js";

// Keys for everything. Single letters do not act while text is edited or a modifier is held, and can be turned off.

const views = /** @type {const} */ ({ l: "live", r: "rooms", p: "player", e: "recordings", s: "system" });
let goPending = 0;

export function startKeyboard() {
  addEventListener("keydown", event => {
    if (event.key === "Escape") {
      escape();
      return;
    }
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target)) {
      return;
    }
    if (act(event, target)) {
      event.preventDefault();
    }
  });
  addEventListener("keyup", event => event.key === " " && releaseTalk());
}

/** The space bar talks in a room, unless it presses a button; it does so on the button to talk and on sliders, where it has no other use. @param {HTMLElement} target */
const isForTalking = target => room.name !== "" && route.view === "rooms" && (!(target instanceof HTMLButtonElement) && !(target instanceof HTMLInputElement && target.type !== "range") || "talk" in target.dataset);

/** @param {HTMLElement} target */
const isTyping = target => target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target instanceof HTMLInputElement && !["range", "checkbox", "button"].includes(target.type);

function escape() {
  if (route.sheet === "talk") {
    closeTalkPanel();
  } else if (route.sheet) {
    back({ ...route, sheet: "" });
  } else if (route.view === "live" && route.stream) {
    back({ view: "live" });
  }
}

/** @param {KeyboardEvent} event @param {HTMLElement} target @returns {boolean} true if the key has done something */
function act(event, target) {
  const { key } = event;
  if (["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Enter"].includes(key)) {
    return arrows(key, target);
  }
  if (key === " " && isForTalking(target)) {
    if (!event.repeat) {
      pressTalk();
    }
    return true;
  }
  if (key === " " && (target instanceof HTMLButtonElement || target instanceof HTMLInputElement)) {
    return false;
  }
  if (key === "?" ) {
    go({ ...route, sheet: route.sheet === "help" ? "" : "help" });
    return true;
  }
  if (!settings.shortcuts) {
    return false;
  }
  if (Date.now() - goPending < 1500 && key in views) {
    goPending = 0;
    go({ view: views[/** @type {keyof typeof views} */ (key)] });
    return true;
  }
  if (key === "g") {
    goPending = Date.now();
    return true;
  }
  return route.view === "player" && playerKey(event) || route.view === "rooms" && roomKey(event) || common(key);
}

/** The stream that keys act on: the one with the focus, in the inspector, or listened to. */
function selectedStream() {
  const focused = document.activeElement?.closest("[data-stream]")?.getAttribute("data-stream");
  const name = focused ?? (route.stream || listening.stream);
  return state.streams.has(name) ? name : state.streams.keys().next().value ?? "";
}

/** @param {string} key */
function common(key) {
  const stream = selectedStream();
  switch (key) {
    case "l": stream ? toggleListening(stream) : stopListening(); return true;
    case "r": stream && void toggleRecording(stream); return true;
    case "s": stream && void saveLast(stream); return true;
    case "m": setVolume(settings.volumeDb <= -60 ? 0 : null); return true;
    case "+": case "=": setVolume(Math.min(0, Math.max(-60, settings.volumeDb) + 1)); return true;
    case "-": case "−": setVolume(settings.volumeDb <= -59 ? null : settings.volumeDb - 1); return true;
    case "0": setVolume(0); return true;
    case "t": setLanguage(language() === "en" ? "ja" : "en"); changed(); return true;
    case "d": toggleTheme(); return true;
    case "/": return focus('input[type="search"]');
    default: return false;
  }
}

/** @param {string} selector */
function focus(selector) {
  const element = /** @type {HTMLElement|null} */ (document.querySelector(selector));
  element?.focus();
  return Boolean(element);
}

const rowSelector = "[data-stream], [data-recording], [data-track], [data-person]";

/** Arrows move between rows and, in a lane, between its parts. @param {string} key @param {HTMLElement} target */
function arrows(key, target) {
  if (target instanceof HTMLInputElement) {
    return false;
  }
  const row = /** @type {HTMLElement|null} */ (target.closest(rowSelector));
  if (key === "Enter") {
    if (row === target && row?.dataset.stream) {
      go({ view: "live", stream: row.dataset.stream });
      return true;
    }
    return false;
  }
  if (key === "ArrowUp" || key === "ArrowDown") {
    const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(rowSelector)]);
    const next = rows[Math.max(0, Math.min(rows.length - 1, (row ? rows.indexOf(row) : key === "ArrowDown" ? -1 : rows.length) + (key === "ArrowDown" ? 1 : -1)))];
    return moveTo(row, next);
  }
  if (route.view === "player" && !row?.dataset.stream) {
    return playerKey(/** @type {any} */ ({ key }));
  }
  const parts = row ? [row, ...row.querySelectorAll(".source .name, .reader button, .reader")] : [];
  const index = parts.indexOf(target);
  return index >= 0 && moveTo(null, /** @type {HTMLElement} */ (parts[Math.max(0, Math.min(parts.length - 1, index + (key === "ArrowRight" ? 1 : -1)))]));
}

/** One Tab stop per list: it moves along. @param {HTMLElement|null} from @param {HTMLElement|undefined} to */
function moveTo(from, to) {
  if (!to) {
    return false;
  }
  from?.setAttribute("tabindex", "-1");
  to.setAttribute("tabindex", from ? "0" : "-1");
  to.focus();
  to.scrollIntoView({ block: "nearest" });
  return true;
}
