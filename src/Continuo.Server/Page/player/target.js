// Where a stream can be had: its WHEP address names the others.

/** @typedef {{name: string, whep: string, socket: string, ogg: string, wav: string, token: string|null, headers?: Record<string, string>}} Target headers: further ones of the offer */

/**
 * @param {string} src the WHEP address, relative or absolute: "/whep/band", "https://studio:7480/whep/band?bitrate=96000"
 * @param {string|null} token access token, if the server wants one
 * @returns {Target}
 */
export function targetOf(src, token) {
  const whep = new URL(src, location.href);
  const match = /^(.*)\/whep\/([^/]+)$/.exec(whep.pathname);
  if (!match) {
    throw new TypeError(`src is the address of a stream, for example /whep/band, not ${src}`);
  }
  const given = token ?? whep.searchParams.get("token");
  whep.searchParams.delete("token");
  const at = (/** @type {string} */ path) => {
    const address = new URL(whep);
    address.pathname = match[1] + path;
    return address;
  };
  const socket = at(`/ws/listen/${match[2]}`);
  socket.protocol = whep.protocol === "https:" ? "wss:" : "ws:";
  const [ogg, wav] = [at(`/listen/${match[2]}.ogg`), at(`/listen/${match[2]}.wav`)];
  for (const address of [socket, ogg, wav]) {
    if (given) {
      address.searchParams.set("token", given);
    }
  }
  return { name: decodeURIComponent(match[2]), whep: whep.href, socket: socket.href, ogg: ogg.href, wav: wav.href, token: given };
}
