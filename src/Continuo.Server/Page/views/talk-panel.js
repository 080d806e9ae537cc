import { freeName } from "../app/actions.js";
import { h } from "../app/dom.js";
import { level } from "../app/format.js";
import { back, go, route } from "../app/router.js";
import { closeMicrophone, openMicrophone, publisher, stopTalking, talk, talking } from "../app/talking.js";
import { levelOf } from "../canvas/levels.js";
import { Surface } from "../canvas/surface.js";
import { t } from "../i18n/index.js";
import { microphoneBlocked } from "./errors.js";
import { button, stateMark } from "./parts.js";

// Talk: this browser's microphone becomes a stream.

const surface = new Surface();
let wantedName = "";
let asked = false;

/** The microphone is asked for once per opening of the panel. */
function ask() {
  if (!asked) {
    asked = true;
    wantedName ||= freeName("talk");
    queueMicrotask(() => void openMicrophone());
  }
}

export function closeTalkPanel() {
  asked = false;
  if (publisher.state !== "live" && publisher.state !== "waiting") {
    closeMicrophone();
  }
  back({ ...route, sheet: "" });
}

export function talkPanel() {
  if (!publisher.media) {
    ask();
  }
  const live = publisher.state === "live" || publisher.state === "waiting" || publisher.state === "connecting";
  const peak = () => levelOf("microphone")?.peak ?? -60;
  return h("section", { key: "talk-panel", class: "panel talk-panel", role: "dialog", "aria-label": t("talk.title") },
    surface.node(),
    h("div", { class: "panel-head" },
      h("h2", null, t("talk.title"), " ", live && stateMark(publisher.state === "live" ? "recording" : "connecting", { word: false })),
      button({ label: t("action.close"), icon: "close", only: true, class: "bare", run: closeTalkPanel })),
    publisher.problem && microphoneBlocked(publisher.problem.code, publisher.problem.detail, () => void openMicrophone(talking.device)),
    publisher.media && [
      h("label", { for: "talk-name" }, t("talk.name")),
      h("input", { id: "talk-name", type: "text", value: live ? talking.name : wantedName, disabled: live, maxlength: "40", autocomplete: "off",
        oninput: (/** @type {any} */ event) => { wantedName = event.target.value; } }),
      talking.devices.length > 1 && [
        h("label", { for: "talk-device" }, t("talk.device")),
        h("select", { id: "talk-device", value: talking.device, onchange: (/** @type {any} */ event) => void openMicrophone(event.target.value) },
          talking.devices.map(device => h("option", { key: device.deviceId, value: device.deviceId, selected: device.deviceId === talking.device }, device.label || t("talk.unnamed"))))],
      h("div", { class: "talk-level" },
        h("span", { class: "figures" }, h("span", { class: "caption" }, t("level.peak")), h("span", { class: "figure", live: () => `${level(peak() <= -60 ? null : peak())} dBFS` })),
        h("span", { class: "bar", paint: { kind: "level", key: "microphone", channels: 2, ticks: true } })),
      h("p", { class: "hint" }, live ? t("talk.live", { name: talking.name }) : t("talk.hint")),
      h("div", { class: "actions" },
        live
          ? button({ label: t("talk.stop"), icon: "stop", class: "primary", run: () => stopTalking() })
          : button({ label: t("talk.start"), icon: "microphone", class: "primary", run: () => talk(freeName(wantedName || "talk")) }),
        live && button({ label: t("talk.show"), run: () => go({ view: "live", stream: talking.name }) }))]);
}
