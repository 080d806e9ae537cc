import { h } from "../app/dom.js";
import { back, route } from "../app/router.js";
import { setSetting, settings } from "../app/settings.js";
import { t } from "../i18n/index.js";
import { button } from "./parts.js";

// The list of keys.

/** @type {[string[], import("../i18n/index.js").Key][]} */
const keys = [
  [["?"], "key.help"], [["g", "l"], "key.live"], [["g", "r"], "key.rooms"], [["g", "p"], "key.player"], [["g", "e"], "key.recordings"], [["g", "s"], "key.system"],
  [["↑", "↓"], "key.rows"], [["←", "→"], "key.sides"], [["Enter"], "key.enter"], [["Esc"], "key.escape"], [["/"], "key.search"],
  [["l"], "key.listen"], [["r"], "key.record"], [["s"], "key.save"], [["m"], "key.mute"], [["o"], "key.solo"],
  [["Space"], "key.space"], [["k"], "key.lock"], [["+", "−"], "key.volume"], [["0"], "key.zero"], [["1", "…", "9"], "key.select"], [["[", "]", "\\"], "key.loop"],
  [["t"], "key.language"], [["d"], "key.theme"],
];

export function help() {
  return h("section", { key: "help", class: "panel help", role: "dialog", "aria-label": t("help.title") },
    h("div", { class: "panel-head" }, h("h2", null, t("help.title")), button({ label: t("action.close"), icon: "close", only: true, class: "bare", run: () => back({ ...route, sheet: "" }) })),
    h("dl", { class: "keys" }, keys.map(([names, text]) => h("div", null, h("dt", null, names.map(name => h("kbd", null, name))), h("dd", null, t(text))))),
    h("label", { class: "check-line" },
      h("input", { type: "checkbox", checked: settings.shortcuts, onchange: (/** @type {any} */ event) => setSetting("shortcuts", event.target.checked) }), t("help.letters")));
}
