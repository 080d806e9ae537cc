import { fixed } from "../app/format.js";
import { t } from "../i18n/index.js";
import { LevelTap } from "./level-tap.js";
import { StreamPlayer } from "./stream-player.js";

// <continuo-player src="https://studio:7480/whep/band"></continuo-player>
//
// Attributes: src (WHEP address), token, path (webrtc, websocket or http: try this first), volume (0…1), autoplay (plays as soon as the browser allows).
// Properties: player (the StreamPlayer with state, path, statistics and output). Events: change. Style it through ::part(button), ::part(name), ::part(figures)
// and the custom properties --continuo-accent, --continuo-text, --continuo-background.

const pathNames = { webrtc: "WebRTC", websocket: "WebSocket", http: "HTTP" };
const meterMs = 50;
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: inline-grid; grid-template-columns: auto minmax(0, 1fr); align-items: center; gap: 2px 10px; padding: 8px 12px 8px 8px; min-width: 220px; box-sizing: border-box;
    font: 13px/18px system-ui, sans-serif; font-variant-numeric: tabular-nums; color: var(--continuo-text, #e7eaec); background: var(--continuo-background, #14171a); border-radius: 8px; }
  :host([hidden]) { display: none; }
  button { grid-row: 1 / 3; width: 40px; height: 40px; border: 0; border-radius: 5px; background: var(--continuo-accent, #84b6ff); color: #0b1420; cursor: pointer; }
  button:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
  svg { width: 18px; height: 18px; vertical-align: middle; }
  .name { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .figures { font-size: 11px; line-height: 15px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; opacity: 0.85; }
  .level { grid-column: 2; height: 4px; background: rgb(128 128 128 / 30%); overflow: hidden; }
  .level > i { display: block; height: 100%; width: 100%; background: var(--continuo-accent, #84b6ff); transform-origin: left; transform: scaleX(0); }
`);

export class ContinuoPlayer extends HTMLElement {
  static observedAttributes = ["src", "token", "volume"];

  /** What plays; see player/stream-player.js. */
  player = new StreamPlayer();
  /** @type {LevelTap|null} */ #tap = null;
  /** @type {ReturnType<typeof setInterval>|undefined} */ #timer;
  #button = document.createElement("button");
  #name = document.createElement("span");
  #figures = document.createElement("span");
  #level = document.createElement("i");

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    this.#button.type = "button";
    this.#button.setAttribute("part", "button");
    this.#button.onclick = () => (this.player.state === "idle" || this.player.state === "failed" ? this.play() : this.stop());
    this.#name.className = "name";
    this.#name.setAttribute("part", "name");
    this.#figures.className = "figures";
    this.#figures.setAttribute("part", "figures");
    this.#figures.setAttribute("role", "status");
    const level = document.createElement("div");
    level.className = "level";
    level.append(this.#level);
    root.append(this.#button, this.#name, this.#figures, level);
    this.player.addEventListener("change", () => {
      this.#show();
      this.dispatchEvent(new Event("change"));
    });
  }

  connectedCallback() {
    this.#show();
    if (this.hasAttribute("autoplay")) {
      this.play();
    }
  }

  disconnectedCallback() {
    this.stop();
  }

  /** @param {string} name @param {string|null} old @param {string|null} value */
  attributeChangedCallback(name, old, value) {
    if (name === "volume") {
      this.player.volume = Math.max(0, Math.min(1, Number(value ?? 1)));
    } else if (old !== value && this.player.state !== "idle") {
      this.play();
    }
    this.#show();
  }

  /** Starts listening. Call it from a click if the page has had none. */
  play() {
    const src = this.getAttribute("src");
    if (src) {
      const path = this.getAttribute("path");
      this.player.play(src, { token: this.getAttribute("token"), path: path === "webrtc" || path === "websocket" || path === "http" ? path : null });
      clearInterval(this.#timer);
      this.#timer = setInterval(() => this.#meter(), meterMs);
    }
  }

  stop() {
    clearInterval(this.#timer);
    this.#tap?.attach(null);
    this.player.stop();
    this.#level.style.transform = "scaleX(0)";
  }

  #meter() {
    if (this.player.output && !document.hidden) {
      this.#tap ??= new LevelTap();
      this.#tap.attach(this.player.output);
      const peak = Math.max(...this.#tap.read());
      this.#level.style.transform = `scaleX(${Math.max(0, Math.min(1, 1 + peak / 60))})`;
    }
  }

  #show() {
    const { player } = this;
    const playing = player.state !== "idle" && player.state !== "failed";
    const name = player.name || decodeURIComponent((this.getAttribute("src") ?? "").split("/").at(-1)?.split("?")[0] ?? "");
    this.#button.setAttribute("aria-label", `${t(playing ? "action.stop" : "action.listen")}: ${name}`);
    const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    icon.setAttribute("viewBox", "0 0 16 16");
    icon.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", playing ? "M4 4h8v8H4z" : "M4.5 2.5v11l9-5.5z");
    path.setAttribute("fill", "currentColor");
    icon.append(path);
    this.#button.replaceChildren(icon);
    this.#name.textContent = name;
    this.#figures.textContent = this.#sentence();
  }

  #sentence() {
    const { player } = this;
    const latency = player.statistics?.latency;
    switch (player.state) {
      case "idle": return "";
      case "blocked": return t("err.click");
      case "failed": return player.problem || t("err.server");
      case "playing": return [pathNames[player.path ?? "webrtc"], latency && `${fixed(latency.totalMs, latency.measured ? 1 : 0)} ms`].filter(Boolean).join(" · ");
      default: return t(player.state === "waiting" ? "state.waiting" : "state.connecting");
    }
  }
}

customElements.define("continuo-player", ContinuoPlayer);
