import { h } from "../app/dom.js";
import { count, fixed } from "../app/format.js";
import { shape } from "../app/icons.js";
import { state } from "../app/state.js";
import { t } from "../i18n/index.js";

// The nodes of the cluster: where, how busy, how many rooms.

export function clusterNodes() {
  const cluster = state.cluster;
  return cluster && h("section", { key: "cluster", class: "cluster", "aria-labelledby": "cluster-title" },
    h("h2", { id: "cluster-title" }, t("cluster.title", { n: cluster.nodes.length })),
    !cluster.isAnswered && h("p", { class: "room-hint warning", role: "status" }, shape("triangle"), t("cluster.silent")),
    h("div", { class: "table-frame", tabindex: "0", role: "group", "aria-labelledby": "cluster-title" }, h("table", null,
      h("thead", null, h("tr", null, [["cluster.node", ""], ["cluster.zone", ""], ["cluster.rooms", "right"], ["cluster.work", "right"], ["cluster.packets", "right"], ["cluster.memory", "right"], ["cluster.version", ""]].map(([key, className]) =>
        h("th", { scope: "col", class: className }, t(/** @type {any} */ (key)))))),
      h("tbody", null, cluster.nodes.map(row)))));
}

/** @param {Contract.ClusterNode} node */
function row(node) {
  const busy = Math.max(node.tickShare, node.memoryShare) >= 0.6;
  return h("tr", { key: node.name },
    h("td", null, shape(node.isDraining ? "square" : busy ? "triangle" : "filled", node.isDraining || busy ? "warning" : "good"),
      h("span", { class: "name", title: node.api }, node.name), node.name === state.cluster?.node && h("span", { class: "caption" }, ` · ${t("cluster.here")}`),
      node.isDraining ? h("span", { class: "caption warning" }, ` · ${t("cluster.draining")}`) : busy && h("span", { class: "caption warning" }, ` · ${t("cluster.busy")}`)),
    h("td", { class: "caption" }, node.zone || "–"),
    h("td", { class: "right" }, count(node.rooms)),
    h("td", { class: "right" }, `${fixed(100 * node.tickShare, 0)} %`),
    h("td", { class: "right" }, count(Math.round(node.packetsPerSecond))),
    h("td", { class: "right" }, `${fixed(100 * node.memoryShare, 0)} %`),
    h("td", { class: "caption" }, node.version));
}
