import { api } from "../app/api.js";
import { changed, notify } from "../app/state.js";
import { withToken } from "../app/token.js";
import { wake } from "../canvas/surface.js";
import { language, t } from "../i18n/index.js";

// Plays one recording in this browser.

const element = new Audio();
element.preload = "metadata";

export const playback = {
  /** Recording that plays, or an empty text. */ name: "",

  /** Position 0…1 of a recording; 0 if it does not play. @param {string} name */
  position: name => (name === playback.name && element.duration > 0 ? element.currentTime / element.duration : 0),
};

element.ontimeupdate = wake;
element.onended = () => stop();
element.onerror = () => {
  if (playback.name) {
    notify({ kind: "error", text: t("recordings.cannotPlay", { name: playback.name }) });
    stop();
  }
};

function stop() {
  playback.name = "";
  element.pause();
  element.removeAttribute("src");
  changed();
}

/** @param {Contract.Recording} recording */
export function togglePlayback(recording) {
  if (playback.name === recording.name) {
    stop();
    return;
  }
  start(recording);
}

/** @param {Contract.Recording} recording */
function start(recording) {
  playback.name = recording.name;
  element.src = withToken(api.recordingFile(recording.name));
  void element.play().catch(() => { /* onerror says why */ });
  changed();
}

/** @param {Contract.Recording} recording @param {MouseEvent} event on its waveform */
export function seekPlayback(recording, event) {
  if (recording.state === "running" || !(event.currentTarget instanceof Element)) {
    return;
  }
  const rectangle = event.currentTarget.getBoundingClientRect();
  const share = (event.clientX - rectangle.left) / rectangle.width;
  const seek = () => (element.currentTime = share * element.duration);
  if (playback.name === recording.name) {
    seek();
  } else {
    start(recording);
    element.addEventListener("loadedmetadata", seek, { once: true });
  }
}

/** "today 12:10", "2 May". @param {string} time */
export function dayOf(time) {
  const date = new Date(time);
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(time).setHours(0, 0, 0, 0)) / 86_400_000);
  const hour = new Intl.DateTimeFormat(language(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date);
  return days === 0 ? t("day.today", { time: hour }) : days === 1 ? t("day.yesterday", { time: hour }) : new Intl.DateTimeFormat(language(), { day: "numeric", month: "short" }).format(date);
}
