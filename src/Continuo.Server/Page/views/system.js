import { tell } from "../app/actions.js";
import { api } from "../app/api.js";
import { serverNow } from "../app/clock.js";
import { h } from "../app/dom.js";
import { lookForCluster } from "../app/cluster.js";
import { clock, count, fixed, maybe, timeOfDay } from "../app/format.js";
import { icon, shape } from "../app/icons.js";
import { listening } from "../app/listening.js";
import { addLog, changed, state } from "../app/state.js";
import { withToken } from "../app/token.js";
import { t } from "../i18n/index.js";
import { clusterNodes } from "./cluster-nodes.js";
import { button, command, copy } from "./parts.js";

// Doctor, sessions, log.

const refreshMs = 2000;
const shownSessions = 50;
let log = /** @type {"all"|"warnings"} */ ("all");
let paused = false;
let search = "";
/** @type {Contract.LogEntry[]} */
let frozen = [];
let refreshedAt = -Infinity;

/** Session figures and the log are asked for while the view is shown. */
async function refresh() {
  if (performance.now() - refreshedAt < refreshMs || state.connection !== "open") {
    return;
  }
  refreshedAt = performance.now();
  setTimeout(() => location.pathname === "/system" && void refresh(), refreshMs + 50);
  const last = state.log.at(-1)?.number ?? 0;
  const [sessions, entries] = await Promise.all([
    api.sessions().catch(() => null),
    state.server?.role === "admin" ? api.log(last).catch(() => []) : [],
    state.findings ? null : examine(),
    lookForCluster(),
  ]);
  for (const session of sessions ?? []) {
    state.sessions.set(session.id, session);
  }
  addLog(entries);
  changed();
}

async function examine() {
  state.findings = (await api.doctor().catch(() => null)) ?? state.findings;
  changed();
}

export function system() {
  void refresh();
  const server = state.server;
  return h("div", { key: "system", class: "system" },
    h("div", { class: "view-head" },
      h("div", { class: "title" }, h("h1", null, t("nav.system")),
        server && h("span", { class: "caption", live: () => `Continuo ${server.version} · ${server.name} · ${t("system.up", { time: clock((serverNow() - new Date(server.startedAt).getTime()) / 1000) })}` })),
      h("div", { class: "totals" }, totals().map(([label, value]) => h("span", { key: label }, h("span", { class: "caption" }, label), " ", h("strong", null, value)))),
      h("div", { class: "actions" },
        h("a", { class: "button", href: withToken("/metrics"), target: "_blank", rel: "noreferrer" }, h("span", { class: "label" }, "/metrics"), icon("external")),
        h("a", { class: "button", href: withToken("/api"), target: "_blank", rel: "noreferrer" }, h("span", { class: "label" }, "API"), icon("external")),
        button({ label: t("system.report"), class: "report", run: () => void copy(report()) }))),
    h("div", { class: "system-body" }, doctor(), h("div", { class: "system-right" }, clusterNodes(), sessions(), logView())));
}

/** @returns {[string, string][]} */
function totals() {
  const sessions = [...state.sessions.values()];
  return [
    [t("system.streams"), count(state.streams.size)],
    [t("system.readers"), count([...state.streams.values()].reduce((sum, stream) => sum + (stream.readers?.length ?? 0), 0))],
    [t("system.sessions"), count(sessions.length)],
    [t("system.opus"), state.server?.opus === "managed" ? t("system.managed") : t("system.native")],
  ];
}

function doctor() {
  const findings = state.findings;
  const failed = findings?.filter(finding => finding.state === "failed").length ?? 0;
  const warnings = findings?.filter(finding => finding.state === "warning").length ?? 0;
  const order = { failed: 0, warning: 1, ok: 2 };
  return h("section", { class: "doctor", "aria-labelledby": "doctor-title" },
    h("h2", { id: "doctor-title" }, findings ? t("doctor.title", { fix: failed, improve: warnings }) : t("doctor.looking"), button({ label: t("doctor.again"), class: "small", run: () => void examine() })),
    h("ul", null, [...(findings ?? [])].sort((a, b) => order[a.state] - order[b.state]).map(finding =>
      h("li", { key: finding.id, class: `finding-${finding.state}` },
        shape(finding.state === "ok" ? "check" : finding.state === "warning" ? "triangle" : "diamond", finding.state === "ok" ? "good" : finding.state === "warning" ? "warning" : "bad"),
        h("div", null, h("p", { class: "finding" }, h("strong", null, finding.title), " ", h("span", { class: finding.state === "ok" ? "good" : finding.state === "warning" ? "warning" : "bad" }, t(`doctor.${finding.state}`))),
          h("p", { class: "caption" }, finding.consequence), finding.command ? command(finding.command) : finding.state !== "ok" && finding.advice && h("p", { class: "advice" }, finding.advice))))));
}

function sessions() {
  const all = [...state.sessions.values()];
  return h("section", { class: "sessions", "aria-labelledby": "sessions-title" },
    h("h2", { id: "sessions-title" }, t("sessions.title", { n: all.length })),
    all.length === 0 ? h("p", { class: "hint" }, t("sessions.none")) : h("div", { class: "table-frame", tabindex: "0", role: "group", "aria-labelledby": "sessions-title" }, h("table", null,
      h("thead", null, h("tr", null, [["sessions.peer", ""], ["sessions.path", ""], ["sessions.stream", ""], ["sessions.delay", "right"], ["sessions.packets", "right"], ["sessions.lost", "right"]].map(([key, className]) =>
        h("th", { scope: "col", class: className }, t(/** @type {any} */ (key)))), h("th", null, h("span", { class: "spoken" }, t("sessions.end"))))),
      h("tbody", null, all.slice(0, shownSessions).map(session)))),
    all.length > shownSessions && h("p", { class: "hint" }, t("sessions.more", { n: all.length - shownSessions })));
}

/** @param {Contract.Session} session */
function session(session) {
  const own = listening.sessionId !== null && listening.sessionId !== undefined && listening.sessionId.startsWith(session.id); // of WebRTC, the beginning is listed
  const lossy = (session.lostPercent ?? 0) >= 1;
  return h("tr", { key: session.id },
    h("td", null, shape(lossy ? "triangle" : "filled", lossy ? "warning" : "good"), h("span", { class: "name", title: session.userAgent ?? "" }, own ? t("consumer.you") : peer(session))),
    h("td", { class: "caption" }, t(`session.${session.kind}`)),
    h("td", { class: "caption" }, session.stream ? (session.kind === "whip" ? t("sessions.publishes", { name: session.stream }) : session.stream) : "–"),
    h("td", { class: "right" }, session.roundTripMs === null || session.roundTripMs === undefined ? "–" : `${fixed(session.roundTripMs, 1)} ms`),
    h("td", { class: "right" }, count(session.packets)),
    h("td", { class: `right${lossy ? " warning" : ""}` }, session.lostPercent === null || session.lostPercent === undefined ? session.dropped ? count(session.dropped) : "–" : `${maybe(session.lostPercent, 1)} %`),
    h("td", { class: "right" }, state.server?.role === "admin" && button({ label: t("sessions.end"), class: "bare small", hint: t("sessions.endNamed", { name: peer(session) }), run: () => void tell(api.endSession(session.id)).then(() => { state.sessions.delete(session.id); changed(); }) })));
}

/** @param {Contract.Session} session */
function peer(session) {
  const agent = /(Firefox|Edg|Chrome|Safari|OBS|mpv|VLC|Lavf|GStreamer)[/ -]?(\d+)?/i.exec(session.userAgent ?? "");
  return [session.remote, agent?.[0].replace("/", " ")].filter(Boolean).join(" · ");
}

function logView() {
  const warning = (/** @type {Contract.LogEntry} */ entry) => /warn|error|critical|fail/i.test(entry.level);
  const source = paused ? frozen : state.log;
  const entries = source.filter(entry => (log === "all" || warning(entry)) && `${entry.category} ${entry.message}`.toLowerCase().includes(search.toLowerCase())).slice(-200).reverse();
  return h("section", { class: "log", "aria-labelledby": "log-title" },
    h("h2", { id: "log-title" }, t("log.title"), h("span", { class: "actions" },
      h("input", { type: "search", placeholder: t("log.search"), "aria-label": t("log.search"), value: search, oninput: (/** @type {any} */ event) => { search = event.target.value; changed(); } }),
      button({ label: t("log.warnings"), class: `small${log === "warnings" ? " on" : ""}`, pressed: log === "warnings", run: () => { log = "warnings"; changed(); } }),
      button({ label: t("log.all"), class: `small${log === "all" ? " on" : ""}`, pressed: log === "all", run: () => { log = "all"; changed(); } }),
      button({ label: t("log.pause"), class: `small${paused ? " on" : ""}`, pressed: paused, run: () => { paused = !paused; frozen = state.log; changed(); } }))),
    entries.length === 0 ? h("p", { class: "hint" }, t("log.none")) : h("ol", { class: "mono", tabindex: "0", "aria-labelledby": "log-title" }, entries.map(entry =>
      h("li", { key: entry.number }, h("time", null, timeOfDay(entry.time, true)), h("span", { class: warning(entry) ? "warning" : "caption" }, entry.level.slice(0, 4).toUpperCase()),
        h("span", { class: "category" }, entry.category.split(".").at(-1)), h("span", { class: "message" }, entry.message)))));
}

/** What a bug report needs, as text; without names of people or addresses of peers. */
function report() {
  const server = state.server;
  return [
    `Continuo ${server?.version}, Opus ${server?.opus}, up ${Math.round(server?.uptimeSeconds ?? 0)} s`,
    navigator.userAgent,
    ...(state.findings ?? []).map(finding => `${finding.state}: ${finding.title}. ${finding.consequence}`),
    ...[...state.streams.values()].map(stream => `${stream.name}: ${stream.health}, ${stream.sampleRate} Hz, ${stream.channels} ch, ${stream.readers?.length ?? 0} readers`),
  ].join("\n");
}
