import { h } from "../app/dom.js";
import { icon, shape } from "../app/icons.js";
import { back, go, href, route } from "../app/router.js";
import { theme, toggleTheme } from "../app/settings.js";
import { changed, dismiss, state } from "../app/state.js";
import { language, setLanguage, t } from "../i18n/index.js";
import { button } from "./parts.js";

// Top bar, tabs, notices.

/** @type {["live"|"rooms"|"player"|"recordings"|"system", string][]} */
const tabs = [["live", "pulse"], ["rooms", "people"], ["player", "sliders"], ["recordings", "tape"], ["system", "system"]];

export function skipLink() {
  return h("a", { key: "skip", class: "skip", href: "#main" }, t("skip"));
}

export function topBar() {
  return h("header", { key: "top", class: "top" },
    h("a", { class: "brand", href: "/", "data-link": true }, mark(), h("span", null, "Continuo")),
    navigation("top-tabs"),
    h("div", { class: "right" },
      worst(),
      h("span", { class: "caption drops", title: t("top.drops.hint") }, state.streams.size > 0 && t("top.drops", { n: unexplained() })),
      h("span", { class: "mono address" }, location.origin),
      button({ label: t(theme() === "dark" ? "action.light" : "action.dark"), icon: "theme", only: true, class: "bare", run: () => toggleTheme() }),
      h("button", { type: "button", class: "button bare language", lang: language() === "en" ? "ja" : "en", onclick: () => { setLanguage(language() === "en" ? "ja" : "en"); changed(); } }, language() === "en" ? "日本語" : "EN"),
      h("button", { type: "button", class: "button bare key-hint", "aria-label": t("help.title"), title: t("help.title"), onclick: () => (route.sheet === "help" ? back({ ...route, sheet: "" }) : go({ ...route, sheet: "help" })) }, h("kbd", null, "?"))));
}

export const bottomTabs = () => navigation("bottom-tabs");

/** @param {string} className */
function navigation(className) {
  return h("nav", { key: className, class: className, "aria-label": t("nav.label") }, tabs.map(([view, image]) =>
    h("a", { key: view, href: href({ view }), "data-link": true, "aria-current": route.view === view ? "page" : null }, icon(image), h("span", null, t(`nav.${view}`)), view === "rooms" && state.rooms.size > 0 && h("span", { class: "count" }, state.rooms.size))));
}

const mark = () => h("svg", { class: "mark", viewBox: "0 0 16 16", "aria-hidden": "true" },
  h("path", { d: "M12.9 4.6A6 6 0 1 1 8 2", fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linecap": "round" }));

/** Frames that no reader's account explains. */
function unexplained() {
  let frames = 0;
  for (const stream of state.streams.values()) {
    for (const { written, read, pending, dropped } of stream.readers ?? []) {
      frames += Math.abs(written - read - pending - dropped.overrun - dropped.late - dropped.shed - dropped.stopped);
    }
  }
  return frames;
}

/** The worst current state in words, a link to its stream. */
function worst() {
  if (state.connection === "closed") {
    return h("span", { class: "state bad" }, shape("diamond"), h("span", { class: "word" }, t("top.server")));
  }
  if (state.connection === "connecting") {
    return h("span", { class: "state quiet" }, shape("dashed"), h("span", { class: "word" }, t("state.connecting")));
  }
  const streams = [...state.streams.values()];
  for (const [health, tone, name] of /** @type {const} */ ([["failed", "bad", "diamond"], ["stalled", "warning", "square"], ["recovering", "warning", "half"]])) {
    const found = streams.filter(stream => stream.health === health);
    if (found.length > 0) {
      return link(found[0].name, tone, name, t("top.streams", { n: found.length, state: t(`state.${health}`) }));
    }
  }
  for (const [kind, tone, name] of /** @type {const} */ ([["shed", "shed", "struck"], ["congested", "bad", "alert"], ["behind", "warning", "triangle"]])) {
    const found = streams.flatMap(stream => (stream.readers ?? []).filter(reader => reader.state === kind).map(() => stream));
    if (found.length > 0) {
      return link(found[0].name, tone, name, t("top.readers", { n: found.length, state: t(`state.${kind}`) }));
    }
  }
  return streams.length === 0
    ? h("span", { class: "state quiet" }, shape("open"), h("span", { class: "word" }, t("top.none")))
    : h("span", { class: "state good" }, shape("filled"), h("span", { class: "word" }, t("top.good")));
}

/** @param {string} stream @param {string} tone @param {string} name @param {string} text */
const link = (stream, tone, name, text) => h("a", { class: `state ${tone}`, href: `/?stream=${encodeURIComponent(stream)}`, "data-link": true }, shape(name), h("span", { class: "word" }, text));

export function notices() {
  return h("div", { key: "notices", class: "notices" },
    state.connection === "closed" && h("div", { key: "server", class: "notice error" }, shape("diamond", "bad"), h("p", null, t("err.server"))),
    state.notices.map(notice => h("div", { key: notice.id, class: `notice ${notice.kind}` },
      shape(notice.kind === "error" ? "diamond" : "info", notice.kind === "error" ? "bad" : ""),
      h("p", null, notice.text, notice.detail && h("span", { class: "detail" }, notice.detail)),
      notice.action && button({ label: notice.action.label, class: "small", run: notice.action.run }),
      button({ label: t("action.close"), icon: "close", only: true, class: "bare small", run: () => dismiss(notice.id) }))));
}
