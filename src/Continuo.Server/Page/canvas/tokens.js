import { watchTheme } from "../app/settings.js";

// The colours of the style sheet for drawing, read once per theme.

const names = /** @type {const} */ ([
  "bg", "surface", "line", "line-strong", "track", "text", "text-2", "text-3", "accent", "good", "warning", "bad", "shed",
  "meter-1", "meter-2", "meter-3", "meter-4", "latency-1", "latency-2", "latency-3", "latency-4", "latency-5", "latency-6",
]);

/** @typedef {Record<typeof names[number], string>} Tokens */

export const tokens = /** @type {Tokens} */ ({});

export function readTokens() {
  const style = getComputedStyle(document.documentElement);
  for (const name of names) {
    tokens[name] = style.getPropertyValue(`--${name}`).trim();
  }
  if (matchMedia("(forced-colors: active)").matches) {
    for (const name of names) {
      tokens[name] = name === "bg" || name === "surface" || name === "track" ? "Canvas" : "CanvasText";
    }
  }
}

watchTheme(readTokens);
