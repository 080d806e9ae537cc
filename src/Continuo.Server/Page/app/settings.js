import { changed } from "./state.js";

// The user's choices, kept by the browser.

/** @param {string} key @param {string} fallback */
const read = (key, fallback) => localStorage.getItem(`continuo.${key}`) ?? fallback;

/** @param {string} key @param {string} value */
const write = (key, value) => localStorage.setItem(`continuo.${key}`, value);

const dark = matchMedia("(prefers-color-scheme: dark)");

export const settings = {
  /** @type {string} "dark", "light" or "" for the system's choice. */ theme: read("theme", ""),
  shortcuts: read("shortcuts", "on") === "on",
  volumeDb: Number(read("volume", "0")),
  loudnessScale: read("loudness", "9") === "18" ? 18 : 9,
  jitterBufferMs: Number(read("jitter", "0")),
  pushToTalk: read("pushToTalk", "on") === "on",
  noiseSuppression: read("noiseSuppression", "off") === "on",
  microphone: read("microphone", ""),
  personName: read("name", ""),
};

export const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

/** @returns {"dark"|"light"} */
export const theme = () => (settings.theme === "light" || settings.theme === "dark" ? settings.theme : dark.matches ? "dark" : "light");

/** @type {Set<() => void>} */
const themeWatchers = new Set();

/** @param {() => void} watcher called after the colours have changed */
export const watchTheme = watcher => void themeWatchers.add(watcher);

export function applyTheme() {
  document.documentElement.dataset.theme = theme();
  for (const watcher of themeWatchers) {
    watcher();
  }
}

export function toggleTheme() {
  settings.theme = theme() === "dark" ? "light" : "dark";
  write("theme", settings.theme);
  applyTheme();
  changed();
}

/** The key that each is kept under. */
const keys = {
  shortcuts: "shortcuts", volumeDb: "volume", loudnessScale: "loudness", jitterBufferMs: "jitter",
  pushToTalk: "pushToTalk", noiseSuppression: "noiseSuppression", microphone: "microphone", personName: "name",
};

/** @param {keyof typeof keys} name @param {any} value */
export function setSetting(name, value) {
  /** @type {any} */ (settings)[name] = value;
  write(keys[name], typeof value === "boolean" ? (value ? "on" : "off") : String(value));
  changed();
}

export function startTheme() {
  applyTheme();
  dark.addEventListener("change", applyTheme);
}
