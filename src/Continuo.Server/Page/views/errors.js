import { h } from "../app/dom.js";
import { shape } from "../app/icons.js";
import { go } from "../app/router.js";
import { state } from "../app/state.js";
import { t } from "../i18n/index.js";
import { lookForSources } from "./available.js";
import { button, command } from "./parts.js";

// What happened, what still works, what to do. An error takes only the area it concerns.

/** @param {{key: string, title: string, body: string, rows: [string, import("../app/dom.js").Child][], actions: import("../app/dom.js").Child, alert?: boolean}} content */
export function errorBox(content) {
  return h("section", { key: content.key, class: "error-box", role: content.alert ? "alert" : "group", "aria-label": content.title },
    h("h2", null, shape("diamond", "bad"), content.title),
    h("p", null, content.body),
    h("dl", null, content.rows.map(([term, detail]) => h("div", null, h("dt", null, term), h("dd", null, detail)))),
    h("div", { class: "actions" }, content.actions));
}

export function noSoundServer() {
  return errorBox({
    key: "no-sound", title: t("err.audio.title"), body: t("err.audio"),
    rows: [
      [t("err.tried"), state.server?.features.applicationsReason ?? "PipeWire, PulseAudio"],
      [t("err.works"), t("err.audio.works")],
      [t("err.todo"), [h("p", null, t("err.audio.start")), command("systemctl --user start pipewire pipewire-pulse")]],
      [t("err.or"), t("err.audio.session")],
    ],
    actions: [
      button({ label: t("action.lookAgain"), class: "primary", run: () => void lookForSources() }),
      button({ label: t("action.doctor"), class: "bare", run: () => go({ view: "system" }) }),
    ],
  });
}

/** @param {"insecure"|"denied"|"missing"|"server"} code @param {string} detail @param {() => void} again */
export function microphoneBlocked(code, detail, again) {
  const port = location.port || "7480";
  const insecure = code === "insecure";
  return errorBox({
    key: "mic", alert: true, title: t(code === "server" ? "err.talk.title" : "err.mic.title"),
    body: insecure ? t("err.mic.http") : code === "denied" ? t("err.mic.denied") : code === "missing" ? t("err.mic.missing") : detail,
    rows: insecure ? [
      [t("err.address"), h("code", null, location.origin)],
      [t("err.either"), [h("p", null, t("err.mic.tls")), command("continuo serve --tls-self-signed")]],
      [t("err.or"), [h("p", null, t("err.mic.tunnel")), command(`ssh -L ${port}:localhost:${port} ${location.hostname}`)]],
      [t("err.or"), t("err.mic.obs")],
    ] : code === "missing" ? [[t("err.said"), detail]] : [],
    actions: insecure ? [] : button({ label: t("action.again"), class: "primary", run: again }),
  });
}

/** Instead of everything: no token, or not the right one. */
export function tokenWanted() {
  return h("div", { class: "page-width" }, errorBox({
    key: "token", alert: true, title: t("err.token.title"), body: t("err.token"),
    rows: [[t("err.address"), h("code", null, location.origin)], [t("err.todo"), t("err.token.todo")]],
    actions: button({ label: t("action.again"), class: "primary", run: () => location.reload() }),
  }));
}
