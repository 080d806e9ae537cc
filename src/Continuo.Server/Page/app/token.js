// The access token. A link may carry it (?token=…); the page keeps it for this tab and takes it out of the address at once.

const key = "continuo.token";

/** Moves a token from the address into session storage. */
export function takeToken() {
  const address = new URL(location.href);
  const token = address.searchParams.get("token");
  if (token !== null) {
    sessionStorage.setItem(key, token);
    address.searchParams.delete("token");
    history.replaceState(history.state, "", address);
  }
}

/** @returns {string|null} */
export const token = () => sessionStorage.getItem(key);

/** Headers of a request. @returns {Record<string, string>} */
export function authorization() {
  const value = token();
  return value ? { Authorization: `Bearer ${value}` } : {};
}

/** An address for something that cannot send headers: a WebSocket, an audio element, a link. @param {string} path */
export function withToken(path) {
  const value = token();
  return value ? `${path}${path.includes("?") ? "&" : "?"}token=${encodeURIComponent(value)}` : path;
}
