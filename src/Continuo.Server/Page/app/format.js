// Figures as text. The same in every language: decimal point, U+2212 as minus, thousands grouped by a narrow no-break space.

const minus = "\u2212";
const narrow = "\u202f";

/** @param {number} value @param {number} digits */
export function fixed(value, digits) {
  const text = Math.abs(value).toFixed(digits);
  return (value < 0 && Number(text) !== 0 ? minus : "") + group(text);
}

/** @param {string} digits */
function group(digits) {
  const [whole, fraction] = digits.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, narrow);
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A count: 1 497 600. @param {number} value */
export const count = value => fixed(Math.round(value), 0);

/** A level without its unit; null is silence. @param {number|null|undefined} value */
export const level = value => value === null || value === undefined || value <= -120 ? `${minus}∞` : fixed(value, 1);

/** A figure that may be unknown. @param {number|null|undefined} value @param {number} digits */
export const maybe = (value, digits) => value === null || value === undefined || !Number.isFinite(value) ? "–" : fixed(value, digits);

/** Milliseconds: one decimal below 100 if asked for. @param {number} value @param {number} [digits] */
export const milliseconds = (value, digits = 0) => `${fixed(value, value >= 100 ? 0 : digits)} ms`;

/** A duration as short text: "20 ms", "1.6 s", "31.2 s", "12 min". @param {number} seconds */
export function duration(seconds) {
  if (seconds < 1) {
    return `${fixed(seconds * 1000, 0)} ms`;
  }
  return seconds < 600 ? `${fixed(seconds, Number.isInteger(seconds) ? 0 : 1)} s` : `${fixed(seconds / 60, 0)} min`;
}

/** hh:mm:ss. @param {number} seconds */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return [whole / 3600, (whole / 60) % 60, whole % 60].map(part => String(Math.floor(part)).padStart(2, "0")).join(":");
}

/** mm:ss.mmm. @param {number} seconds */
export function timecode(seconds) {
  const ms = Math.max(0, Math.round(seconds * 1000));
  return `${String(Math.floor(ms / 60000)).padStart(2, "0")}:${(Math.floor((ms % 60000) / 1000)).toString().padStart(2, "0")}.${String(ms % 1000).padStart(3, "0")}`;
}

/** m:ss for rulers. @param {number} seconds */
export const ruler = seconds => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** Decimal units: 214 MB. @param {number} value */
export function bytes(value) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  let rest = value;
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${fixed(rest, unit > 1 && rest < 10 ? (unit > 2 ? 2 : 1) : 0)} ${units[unit]}`;
}

/** 48 kHz, 44.1 kHz. @param {number} hertz */
export const kilohertz = hertz => `${fixed(hertz / 1000, hertz % 1000 ? 1 : 0)} kHz`;

/** L 38 · C · R 12 for −1…1. @param {number} pan */
export function pan(pan) {
  const amount = Math.round(Math.abs(pan) * 50);
  return amount === 0 ? "C" : `${pan < 0 ? "L" : "R"} ${amount}`;
}

/** Time of day, to the second or the millisecond. @param {string|number|Date} time @param {boolean} [exact] */
export function timeOfDay(time, exact = false) {
  const date = new Date(time);
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map(part => String(part).padStart(2, "0")).join(":");
  return exact ? `${parts}.${String(date.getMilliseconds()).padStart(3, "0")}` : parts;
}
