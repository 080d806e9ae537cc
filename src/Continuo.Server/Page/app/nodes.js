import { EventSocket } from "./events.js";
import { changed, changeElsewhere, replaceElsewhere, state } from "./state.js";

// Streams and recordings of the other nodes of a cluster: each tells of its own by an events socket, which the page's node connects to it.

const mostNodes = 8; // as many sockets; streams of further nodes are found by their names

/** @type {Map<string, EventSocket>} */
const followed = new Map();

/** Follows the nodes that are there now. @param {(message: any) => void} receive gets the meters of their streams */
export function followNodes(receive) {
  const others = (state.cluster?.nodes ?? []).map(node => node.name).filter(name => name !== state.cluster?.node).slice(0, mostNodes);
  for (const [name, socket] of followed) {
    if (!others.includes(name)) {
      socket.close();
      followed.delete(name);
      replaceElsewhere(name, [], []);
      changed();
    }
  }
  for (const name of others) {
    if (!followed.has(name)) {
      const socket = new EventSocket(message => take(name, message, receive), () => { /* it connects again by itself */ }, `/api/events?node=${encodeURIComponent(name)}`);
      followed.set(name, socket);
      socket.connect();
    }
  }
}

/** @param {{rateHz?: number, streams?: string[]}} wanted meters of the view, those of this node among them */
export function subscribeNodes(wanted) {
  for (const [name, socket] of followed) {
    const streams = (wanted.streams ?? []).filter(stream => state.streams.get(stream)?.node === name);
    socket.setMeters(streams.length > 0 ? { rateHz: wanted.rateHz, streams } : {});
  }
}

/** @param {string} node @param {any} message @param {(message: any) => void} receive */
function take(node, message, receive) {
  if (!followed.has(node)) {
    return;
  }
  if (message.type === "meters") {
    const streams = Object.fromEntries(Object.entries(message.streams ?? {}).filter(([name]) => state.streams.get(name)?.node === node));
    receive({ type: "meters", streams });
  } else if (message.type === "hello") {
    replaceElsewhere(node, message.snapshot.streams, message.snapshot.recordings);
    changed();
  } else if ((message.type === "stream" || message.type === "recording") && changeElsewhere(node, message)) {
    changed();
  }
}
