import { h } from "./dom.js";

// Line icons on a 16 × 16 grid, and the shapes that tell a state without colour.

/** @type {Record<string, string>} */
const strokes = {
  application: "M2 3.5h12v9.5H2zM2 6.2h12",
  microphone: "M8 1.5a2 2 0 0 1 2 2v4a2 2 0 0 1-4 0v-4a2 2 0 0 1 2-2zM4 7v.6a4 4 0 0 0 8 0V7M8 11.6V14.5",
  antenna: "M8 8v6.5M5.2 9.6a3.6 3.6 0 1 1 5.6 0M3 11.6a6.4 6.4 0 1 1 10 0",
  file: "M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3",
  wave: "M1.5 8h1.8l1.5-4.5L7.5 13 9.6 5l1.4 4.2.6-1.2h2.9",
  speaker: "M2 6v4h2.5L8 13V3L4.5 6zM10.5 5.8a3 3 0 0 1 0 4.4M12.3 4a5.6 5.6 0 0 1 0 8",
  muted: "M2 6v4h2.5L8 13V3L4.5 6zM10.5 6.2l3.6 3.6M14.1 6.2l-3.6 3.6",
  headphones: "M2.5 11.5V8a5.5 5.5 0 0 1 11 0v3.5M2.5 9.5h2v4h-2zM11.5 9.5h2v4h-2z",
  globe: "M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM1.8 8h12.4M8 1.8c3.4 3.4 3.4 9 0 12.4M8 1.8c-3.4 3.4-3.4 9 0 12.4",
  tape: "M4 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM12 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM4 10.8h8",
  code: "M5.2 4 1.5 8l3.7 4M10.8 4l3.7 4-3.7 4",
  people: "M6 3a2.2 2.2 0 1 1 0 4.4A2.2 2.2 0 0 1 6 3zM1.8 13c0-2.6 1.8-4 4.2-4s4.2 1.4 4.2 4M10.6 3.4a2 2 0 0 1 0 3.8M11.8 9.4c1.5.5 2.4 1.7 2.4 3.6",
  network: "M1.5 8h9.5M7.8 4.6 11.2 8l-3.4 3.4M14 3v10",
  history: "M2.5 3v3.2h3.2M2.8 6A5.6 5.6 0 1 1 2.4 9M8 5v3.3l2.2 1.4",
  link: "M6.6 9.4a2.6 2.6 0 0 0 3.7 0l2.6-2.6a2.6 2.6 0 0 0-3.7-3.7l-1 1M9.4 6.6a2.6 2.6 0 0 0-3.7 0L3.1 9.2a2.6 2.6 0 0 0 3.7 3.7l1-1",
  leave: "M6.5 2.5h-4v11h4M6.5 8h7M10.8 5.3 13.5 8l-2.7 2.7",
  plus: "M8 2.5v11M2.5 8h11",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  chevron: "M4 6l4 4 4-4",
  left: "M10 3.5 5.5 8l4.5 4.5",
  check: "M2.5 8.5l3.6 3.6L13.5 4.5",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  trash: "M2.5 4h11M6 4V2.5h4V4M4 4l.7 10h6.6L12 4",
  download: "M8 2v8.5M4.5 7.2 8 10.7l3.5-3.5M2.5 13.8h11",
  loop: "M3 9.5V7a3 3 0 0 1 3-3h7M10.8 1.8 13 4l-2.2 2.2M13 6.5V9a3 3 0 0 1-3 3H3M5.2 14.2 3 12l2.2-2.2",
  sliders: "M3.5 2v4M3.5 9v5M8 2v7M8 12v2M12.5 2v2M12.5 7v7M1.8 7.5h3.4M6.3 10.5h3.4M10.8 5.5h3.4",
  external: "M6.5 3H3v10h10V9.5M9.5 2.5h4v4M13.2 2.8 7.5 8.5",
  pulse: "M1 8.5h2.8L6 3l3.6 10.5L11.8 8.5H15",
  system: "M2.5 2.5h11v4.6h-11zM2.5 8.9h11v4.6h-11zM5 4.8h.6M5 11.2h.6",
  keyboard: "M1.5 4h13v8.5h-13zM4 7h.4M7 7h.4M10 7h.4M12.4 7h.2M5 10h6",
  search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.4 10.4l3.4 3.4",
};

/** @type {Record<string, string>} */
const fills = {
  stop: "M4 4h8v8H4z",
  play: "M4.5 2.5v11l9-5.5z",
  pause: "M4 2.5h3v11H4zM9 2.5h3v11H9z",
  start: "M3 3h2v10H3zM13 3v10L5.6 8z",
  more: "M3.2 6.7a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6zM8 6.7a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6zM12.8 6.7a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6z",
  theme: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm0 1.6v9.8a4.9 4.9 0 0 0 0-9.8z",
};

/** @param {string} name @param {string} [className] */
export function icon(name, className = "") {
  const filled = name in fills;
  return h("svg", { class: `icon ${className}`, viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    h("path", filled
      ? { d: fills[name], fill: "currentColor", "fill-rule": "evenodd" }
      : { d: strokes[name], fill: "none", stroke: "currentColor", "stroke-width": "1.35", "stroke-linecap": "round", "stroke-linejoin": "round" }));
}

const circle = "M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3z";

/** @type {Record<string, {fill?: string, stroke?: string, dash?: string}>} */
const shapes = {
  dashed: { stroke: circle, dash: "2.4 2.2" },
  filled: { fill: circle },
  open: { stroke: circle },
  square: { fill: "M3.5 3.5h9v9h-9z" },
  half: { stroke: circle, fill: "M8 3a5 5 0 0 0 0 10z" },
  diamond: { fill: "M8 2l6 6-6 6-6-6z" },
  bar: { stroke: "M3 8h10" },
  triangle: { fill: "M8 2.5l6 11H2z" },
  alert: { stroke: "M8 3l5.5 10h-11zM8 6.8v2.6M8 11.2v.2" },
  struck: { stroke: `${circle}M4.6 11.4l6.8-6.8` },
  recording: { stroke: "M8 2.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6z", fill: "M8 5.4a2.6 2.6 0 1 1 0 5.2 2.6 2.6 0 0 1 0-5.2z" },
  speaking: { stroke: "M4 6.5v3M8 3.5v9M12 5.5v5" },
  info: { stroke: `${circle}M8 7.5v3M8 5.4v.2` },
  check: { stroke: strokes.check },
};

/** @param {string} name @param {string} [className] */
export function shape(name, className = "") {
  const { fill, stroke, dash } = shapes[name] ?? shapes.info;
  return h("svg", { class: `shape ${className}`, viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    fill && h("path", { d: fill, fill: "currentColor" }),
    stroke && h("path", { d: stroke, fill: "none", stroke: "currentColor", "stroke-width": "1.9", "stroke-dasharray": dash }));
}
