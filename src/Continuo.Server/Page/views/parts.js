import { h } from "../app/dom.js";
import { healthShape, readerShape } from "../app/history.js";
import { icon, shape } from "../app/icons.js";
import { notify } from "../app/state.js";
import { t } from "../i18n/index.js";

// Small pieces that every view uses.

/** @type {Record<string, string>} */
const tone = {
  starting: "quiet", flowing: "good", silent: "quiet", stalled: "warning", recovering: "warning", failed: "bad", stopped: "quiet",
  following: "good", behind: "warning", congested: "bad", shed: "shed", recording: "bad", waiting: "warning", playing: "good", paused: "quiet", ended: "quiet",
  listening: "good", connecting: "quiet",
};

/** @type {Record<string, string>} */
const stateShapes = { ...healthShape, ...readerShape, recording: "recording", waiting: "half", playing: "filled", paused: "bar", ended: "bar", listening: "filled", connecting: "dashed" };

/**
 * A state as shape, word and colour.
 * @param {string} state key of `state.…`
 * @param {{word?: boolean}} [options] word: false leaves the word out on a phone
 */
export function stateMark(state, options) {
  return h("span", { class: `state ${tone[state] ?? "quiet"}${options?.word === false ? " wordless" : ""}` },
    shape(stateShapes[state] ?? "info"), h("span", { class: "word" }, t(/** @type {any} */ (`state.${state}`))));
}

/**
 * @param {{label: string, icon?: string, shape?: string, class?: string, run: (event: Event) => void, pressed?: boolean, disabled?: boolean, hint?: string, only?: boolean, key?: string|number}} options
 * only: the label is for screen readers, the icon shows
 */
export function button(options) {
  return h("button", {
    key: options.key,
    type: "button", class: `button ${options.class ?? ""}`, onclick: options.run,
    "aria-pressed": options.pressed === undefined ? null : String(options.pressed), disabled: options.disabled,
    "aria-label": options.only ? options.label : null, title: options.hint ?? (options.only ? options.label : null),
  }, options.icon && icon(options.icon), options.shape && shape(options.shape), !options.only && h("span", { class: "label" }, options.label));
}

/** A command to copy. @param {string} text */
export function command(text) {
  return h("span", { class: "command" }, h("code", null, text),
    button({ label: t("action.copy"), icon: "copy", only: true, class: "bare", run: () => void copy(text) }));
}

/** @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    notify({ kind: "info", text: t("notice.copied") }, 3);
  } catch {
    // Plain http has no clipboard; the text can still be selected.
    notify({ kind: "info", text: t("notice.copyByHand"), detail: text });
  }
}

/** @param {Contract.Stream["kind"]} kind */
export const streamIcon = kind => ({ application: "application", device: "microphone", system: "speaker", file: "file", generator: "wave", whip: "antenna", rtp: "network", player: "sliders", other: "wave" })[kind] ?? "wave";

/** @param {Contract.ReaderKind} kind */
export const readerIcon = kind => ({ callback: "code", recorder: "tape", replay: "history", meter: "pulse", encoder: "globe", player: "sliders", other: "network" })[kind] ?? "network";

/** @param {number} channels */
export const layoutName = channels => (channels === 1 ? t("layout.mono") : channels === 2 ? t("layout.stereo") : t("layout.channels", { n: channels }));

/** A meter's element for assistive technology; its value text changes only while it has the focus. @param {string} label @param {() => number} db */
export function meterRole(label, db) {
  const update = (/** @type {HTMLElement} */ element) => {
    const value = db();
    element.setAttribute("aria-valuenow", String(Math.max(-60, Math.round(value))));
    element.setAttribute("aria-valuetext", value <= -60 ? t("level.silence") : t("level.text", { db: Math.round(value) }));
  };
  return {
    role: "meter", tabindex: "0", "aria-label": label, "aria-valuemin": "-60", "aria-valuemax": "0", "aria-valuenow": "-60",
    onfocus: (/** @type {FocusEvent} */ event) => {
      const element = /** @type {HTMLElement} */ (event.currentTarget);
      update(element);
      const timer = setInterval(() => (document.activeElement === element ? update(element) : clearInterval(timer)), 1000);
    },
  };
}
