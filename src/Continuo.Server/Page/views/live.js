import { h } from "../app/dom.js";
import { state } from "../app/state.js";
import { Surface } from "../canvas/surface.js";
import { t } from "../i18n/index.js";
import { available } from "./available.js";
import { empty } from "./empty.js";
import { noSoundServer } from "./errors.js";
import { lane, shownStreams } from "./lane.js";
import { route } from "../app/router.js";

// The live graph.

export const liveSurface = new Surface();

export function live() {
  const problem = state.server && !state.server.features.applications && !state.server.demo ? noSoundServer() : null;
  if (state.streams.size === 0 && state.connection === "open") {
    return h("div", { key: "empty", class: "page-width" }, problem, empty());
  }
  const focused = state.streams.has(route.stream) ? route.stream : shownStreams()[0];
  return h("div", { key: "live", class: "live" },
    liveSurface.node(),
    h("h1", { class: "spoken" }, t("nav.live")),
    problem,
    h("div", { class: "columns", "aria-hidden": "true" },
      h("span", { class: "head" }, t("column.sources")), h("span", null, t("column.level")), h("span", { class: "head middle" }, t("column.ring")),
      h("span", null, t("column.lag")), h("span", null, t("column.level")), h("span", { class: "head" }, t("column.consumers"))),
    h("div", { class: "lanes", role: "treegrid", "aria-label": t("live.label"), "aria-readonly": "true" },
      [...state.streams.values()].map(stream => lane(stream, stream.name === focused))),
    state.connection === "open" && available());
}
