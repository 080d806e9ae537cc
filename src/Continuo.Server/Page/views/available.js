import { api } from "../app/api.js";
import { h } from "../app/dom.js";
import { icon } from "../app/icons.js";
import { openFiles } from "../app/files.js";
import { openSource } from "../app/actions.js";
import { go } from "../app/router.js";
import { changed, state } from "../app/state.js";
import { t } from "../i18n/index.js";
import { button, copy } from "./parts.js";

// "Available, not opened": what could become a stream. No levels here: nothing is captured until it is opened.

let asked = false;

/** Looks for applications and devices while the view is shown. */
export async function lookForSources() {
  if (asked || state.connection !== "open") {
    return;
  }
  asked = true;
  try {
    const [applications, devices] = await Promise.all([
      state.server?.features.applications ? api.applications() : [], state.server?.features.devices ? api.devices() : []]);
    if (JSON.stringify([applications, devices]) !== JSON.stringify([state.applications, state.devices])) {
      state.applications = applications;
      state.devices = devices;
      changed();
    }
  } catch {
    // The next look shows them; a server that is gone is reported by the events socket.
  } finally {
    asked = false;
  }
}

export const whipAddress = () => `${location.origin}/whip/obs`;

export function available() {
  const openAddresses = new Set([...state.streams.values()].map(stream => stream.address));
  const sources = [
    ...state.applications.filter(a => !a.stream && !openAddresses.has(a.address)).map(a => ({ ...a, icon: "application", detail: t(`source.${a.state}`) })),
    ...state.devices.filter(d => !d.stream && d.kind !== "output" && !openAddresses.has(d.address)).map(d => ({ ...d, icon: "microphone", detail: t(`source.${d.kind}`) })),
  ];
  return h("section", { class: "available", "aria-labelledby": "available-title" },
    h("h2", { id: "available-title" }, t("available.title"), h("span", { class: "hint" }, t("available.hint"))),
    h("ul", null,
      sources.map(source => item(source.address, source.icon, source.name, source.detail,
        button({ label: t("action.open"), icon: "plus", class: "bare", hint: t("action.openNamed", { name: source.name }), run: () => void openSource(source.name, source.address) }))),
      item("obs", "antenna", "OBS, WHIP", t("source.waiting"),
        button({ label: "URL", icon: "copy", class: "bare", hint: t("action.copyNamed", { name: whipAddress() }), run: () => void copy(whipAddress()) })),
      item("talk", "microphone", t("source.talk"), t("source.browser"),
        button({ label: t("action.talk"), icon: "plus", class: "bare", run: () => go({ view: "live", sheet: "talk" }) })),
      item("file", "file", t("source.file"), t("source.drop"),
        button({ label: t("action.choose"), icon: "plus", class: "bare", run: () => openFiles() }))));
}

/** @param {string} key @param {string} image @param {string} name @param {string} detail @param {import("../app/dom.js").Child} action */
function item(key, image, name, detail, action) {
  return h("li", { key }, icon(image), h("span", { class: "name", title: name }, name), h("span", { class: "detail" }, detail), action);
}
