import { h } from "../app/dom.js";
import { openFiles } from "../app/files.js";
import { icon, shape } from "../app/icons.js";
import { openSource } from "../app/actions.js";
import { state } from "../app/state.js";
import { go } from "../app/router.js";
import { Surface, addPainter } from "../canvas/surface.js";
import { tokens } from "../canvas/tokens.js";
import { t } from "../i18n/index.js";
import { whipAddress } from "./available.js";
import { button, command } from "./parts.js";

// Nothing plays yet: what Continuo is, in one drawing, and five ways to start.

const surface = new Surface();

addPainter("outline", {
  draw(context, { x, y, w, h: height }) {
    context.strokeStyle = tokens["line-strong"];
    context.fillStyle = tokens["text-3"];
    context.lineWidth = 1.25;
    context.setLineDash([3, 3]);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
    const middle = y + height / 2;
    const ring = x + w / 2;
    const boxes = [t("outline.listener"), t("outline.recording"), t("outline.network")];
    box(context, x, middle - 26, 184, 52, t("outline.source"));
    context.beginPath();
    context.arc(ring, middle, 34, 0, 2 * Math.PI);
    context.moveTo(x + 190, middle);
    context.lineTo(ring - 40, middle);
    boxes.forEach((text, i) => {
      const to = y + 20 + i * (height - 40) / 2;
      box(context, x + w - 184, to - 20, 184, 40, text);
      context.moveTo(ring + 40, middle);
      context.bezierCurveTo(ring + 100, middle, ring + 70, to, x + w - 190, to);
    });
    context.stroke();
    context.setLineDash([]);
    context.fillText(t("outline.ring"), ring, middle);
  },
});

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} w @param {number} h @param {string} text */
function box(context, x, y, w, h, text) {
  context.strokeRect(x, y, w, h);
  context.fillText(text, x + w / 2, y + h / 2);
}

export function empty() {
  const inputs = state.devices.filter(device => device.kind !== "output");
  return h("div", { key: "empty-view", class: "empty" },
    surface.node(),
    h("div", { class: "outline", role: "img", "aria-label": t("outline.label"), paint: { kind: "outline" } }),
    h("h1", null, t("empty.title")),
    h("p", { class: "lead" }, t("empty.body")),
    h("ul", { class: "ways" },
      way("application", t("empty.app.title"), t("empty.app"), state.applications.length > 0
        ? h("span", { class: "found" }, state.applications.map(app => button({ key: app.address, label: t("action.openNamed", { name: app.name }), run: () => void openSource(app.name, app.address) })))
        : h("span", { class: "caption watching" }, shape("dashed"), t("empty.watching"))),
      way("microphone", t("empty.device.title"), inputs.length > 0 ? inputs.map(device => device.name).join(" · ") : t("empty.device.none"),
        h("span", { class: "found" }, inputs.slice(0, 3).map(device => button({ key: device.address, label: t("action.openNamed", { name: device.name }), run: () => void openSource(device.name, device.address) })))),
      way("antenna", t("empty.whip.title"), t("empty.whip"), button({ label: t("action.talk"), icon: "microphone", run: () => go({ view: "live", sheet: "talk" }) }), command(whipAddress())),
      way("file", t("empty.file.title"), t("empty.file"), button({ label: t("empty.file.choose"), run: () => openFiles() })),
      way("sliders", t("empty.demo.title"), t("empty.demo"), null, command("continuo serve --demo"))),
    h("p", { class: "hint" }, t("empty.keys")));
}

/** @param {string} image @param {string} title @param {string} text @param {import("../app/dom.js").Child} action @param {import("../app/dom.js").Child} [more] */
const way = (image, title, text, action, more) =>
  h("li", null, icon(image), h("div", { class: "text" }, h("strong", null, title), h("p", null, text), more), h("div", { class: "act" }, action));
