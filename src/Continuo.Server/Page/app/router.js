import { changed } from "./state.js";

/** @typedef {{view: "live"|"rooms"|"player"|"recordings"|"system", name: string, stream: string, sheet: string}} Route */

/** @returns {Route} */
function parse() {
  const [, first = "", second = ""] = location.pathname.split("/");
  const query = new URLSearchParams(location.search);
  const views = /** @type {const} */ ({ rooms: "rooms", players: "player", recordings: "recordings", system: "system" });
  return {
    view: views[/** @type {keyof typeof views} */ (first)] ?? "live",
    name: decodeURIComponent(second),
    stream: query.get("stream") ?? "",
    sheet: query.get("sheet") ?? "",
  };
}

/** @type {Route} */
export let route = parse();

/** @param {Partial<Route>} target */
export function href(target) {
  const view = target.view ?? "live";
  const named = view === "player" ? "/players" : view === "rooms" ? "/rooms" : "";
  const path = view === "live" ? "/" : named ? named + (target.name ? `/${encodeURIComponent(target.name)}` : "") : `/${view}`;
  const query = new URLSearchParams();
  if (target.stream) {
    query.set("stream", target.stream);
  }
  if (target.sheet) {
    query.set("sheet", target.sheet);
  }
  return path + (query.size > 0 ? `?${query}` : "");
}

/** @param {Partial<Route>} target @param {{replace?: boolean}} [options] */
export function go(target, options) {
  const address = href(target);
  if (address !== location.pathname + location.search) {
    history[options?.replace ? "replaceState" : "pushState"]({ inside: true }, "", address);
    route = parse();
    changed();
  }
}

/** Closes a sheet or the inspector: Back if the page opened it, otherwise its parent. @param {Partial<Route>} parent */
export function back(parent) {
  if (history.state?.inside) {
    history.back();
  } else {
    go(parent, { replace: true });
  }
}

export function startRouter() {
  addEventListener("popstate", () => {
    route = parse();
    changed();
  });
  addEventListener("click", event => {
    const link = event.target instanceof Element ? event.target.closest("a[data-link]") : null;
    if (link instanceof HTMLAnchorElement && !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      const address = new URL(link.href);
      history.pushState({ inside: true }, "", address.pathname + address.search);
      route = parse();
      changed();
    }
  });
}
