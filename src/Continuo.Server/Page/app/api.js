import { authorization } from "./token.js";

/** A refusal or failure in the server's own words (RFC 9457). */
export class ApiError extends Error {
  /** @param {number} status 0: no answer @param {{title?: string, detail?: string, code?: string, advice?: string}} problem */
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = problem.code ?? "";
    this.advice = problem.advice ?? "";
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body] JSON, or a File or Blob as it is
 * @param {Record<string, string>} [more] further headers
 * @returns {Promise<any>}
 */
export async function request(method, path, body, more) {
  /** @type {Record<string, string>} */
  const headers = { ...authorization(), ...more };
  const raw = body instanceof Blob;
  if (body !== undefined) {
    headers["Content-Type"] = raw ? "application/octet-stream" : "application/json";
  }
  let response;
  try {
    response = await fetch(path, { method, headers, body: raw ? body : body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new ApiError(0, {});
  }
  if (!response.ok) {
    throw new ApiError(response.status, await response.json().catch(() => ({})));
  }
  return response.status === 204 ? undefined : response.json().catch(() => undefined);
}

const part = encodeURIComponent;

export const api = {
  /** @returns {Promise<Contract.Application[]>} */
  applications: () => request("GET", "/api/applications"),
  /** @returns {Promise<Contract.Device[]>} */
  devices: () => request("GET", "/api/devices"),
  /** @returns {Promise<Contract.Stream>} @param {string} name */
  stream: name => request("GET", `/api/streams/${part(name)}`),
  /** @param {string} name @param {string} address */
  openStream: (name, address) => request("POST", "/api/streams", { name, address }),
  /** @param {string} name */
  closeStream: name => request("DELETE", `/api/streams/${part(name)}`),
  /** @param {string} name @param {{gainDb?: number, muted?: boolean}} change */
  changeStream: (name, change) => request("PATCH", `/api/streams/${part(name)}`, change),
  /** @returns {Promise<Contract.Recording>} @param {string} name @param {number} seconds */
  saveReplay: (name, seconds) => request("POST", `/api/streams/${part(name)}/replay`, { seconds }),

  /** @returns {Promise<Contract.Recording>} @param {string} stream */
  record: stream => request("POST", "/api/recordings", { stream }),
  /** @param {string} name */
  stopRecording: name => request("POST", `/api/recordings/${part(name)}/stop`),
  /** @param {string} name */
  deleteRecording: name => request("DELETE", `/api/recordings/${part(name)}`),
  /** @param {string} name */
  recordingFile: name => `/api/recordings/${part(name)}/file`,
  /** @returns {Promise<Contract.Waveform>} @param {string} name @param {number} points */
  recordingWaveform: (name, points) => request("GET", `/api/recordings/${part(name)}/waveform?points=${points}`),

  /** @param {string} name @param {string[]} files */
  openPlayer: (name, files) => request("POST", "/api/players", { name, files }),
  /** @param {string} name @param {object} change */
  changePlayer: (name, change) => request("PATCH", `/api/players/${part(name)}`, change),
  /** @param {string} name */
  closePlayer: name => request("DELETE", `/api/players/${part(name)}`),
  /** @returns {Promise<Contract.Waveform>} @param {string} name @param {number} track @param {number} points */
  trackWaveform: (name, track, points) => request("GET", `/api/players/${part(name)}/${track}/waveform?points=${points}`),

  /** @returns {Promise<Contract.Cluster>} 404 if the server is no node of one */
  cluster: () => request("GET", "/api/cluster"),
  /** @returns {Promise<Contract.Room[]>} of all nodes */
  rooms: () => request("GET", "/api/rooms"),
  /** @returns {Promise<Contract.Room>} @param {string} name */
  room: name => request("GET", `/api/rooms/${part(name)}`),
  /** @returns {Promise<Contract.Seat>} */
  createSeat: () => request("POST", "/api/seats"),
  /** @param {string} name */
  openRoom: name => request("POST", "/api/rooms", { name }),
  /** @param {string} name */
  closeRoom: name => request("DELETE", `/api/rooms/${part(name)}`),
  /** @returns {Promise<Contract.ListenerSettings>} @param {string} room @param {string} id @param {Record<string, string>} key */
  listener: (room, id, key) => request("GET", `/api/rooms/${part(room)}/listeners/${part(id)}`, undefined, key),
  /** @returns {Promise<Contract.ListenerSettings>} @param {string} room @param {string} id @param {object} change @param {Record<string, string>} key */
  changeListener: (room, id, change, key) => request("PATCH", `/api/rooms/${part(room)}/listeners/${part(id)}`, change, key),
  /** @returns {Promise<Contract.RoomRecording[]>} @param {string} room */
  roomRecordings: room => request("GET", `/api/rooms/${part(room)}/recordings`),
  /** @param {string} room */
  recordRoom: room => request("POST", `/api/rooms/${part(room)}/recordings`, {}),
  /** @param {string} room @param {string} name */
  stopRoomRecording: (room, name) => request("POST", `/api/rooms/${part(room)}/recordings/${part(name)}/stop`),
  /** @param {string} room @param {string} name */
  deleteRoomRecording: (room, name) => request("DELETE", `/api/rooms/${part(room)}/recordings/${part(name)}`),
  /** @param {string} room @param {string} name @param {string} file */
  roomRecordingFile: (room, name, file) => `/api/rooms/${part(room)}/recordings/${part(name)}/files/${part(file)}`,
  /** @param {string} room @param {string} id @param {object} change @param {Record<string, string>} [key] */
  changeSpeaker: (room, id, change, key) => request("PATCH", `/api/rooms/${part(room)}/speakers/${part(id)}`, change, key),
  /** @param {string} room @param {string} id */
  removeSpeaker: (room, id) => request("DELETE", `/api/rooms/${part(room)}/speakers/${part(id)}`),

  /** @returns {Promise<Contract.Session[]>} */
  sessions: () => request("GET", "/api/sessions"),
  /** @param {string} id */
  endSession: id => request("DELETE", `/api/sessions/${part(id)}`),
  /** @returns {Promise<Contract.Finding[]>} */
  doctor: () => request("GET", "/api/doctor"),
  /** @returns {Promise<Contract.LogEntry[]>} @param {number} after */
  log: after => request("GET", `/api/log?after=${after}`),
  /** @returns {Promise<{file: string}>} @param {File} file */
  upload: file => request("POST", `/api/uploads?name=${part(file.name)}`, file),
};
