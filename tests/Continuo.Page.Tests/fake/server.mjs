// A server that speaks the page's contract from fixed scenes: node server.mjs PORT SCENE PAGE-FOLDER. Scenes: pictures, empty, error, many.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import * as scenes from "./scenes.mjs";

const [port = "0", scene = "pictures", page, tools] = process.argv.slice(2);
const { WebSocketServer } = createRequire(join(tools, "x"))("ws");
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml" };
const policy = "default-src 'none'; script-src 'self' blob:; worker-src 'self' blob:; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'";

const empty = scene === "empty" || scene === "error";
const state = {
  server: scene === "error" ? { ...scenes.server, features: { applications: false, applicationsReason: "/run/user/1000/pulse/native: no such file", devices: false } } : scenes.server,
  streams: scene === "many" ? scenes.many(100) : scene === "error" ? scenes.streams.slice(2) : empty ? [] : scenes.streams,
  recordings: empty ? [] : scenes.recordings, players: empty ? [] : scenes.players, sessions: empty ? [] : scenes.sessions,
  rooms: empty ? [] : scenes.rooms,
};

const wave = seed => ({
  durationSeconds: 245.6,
  points: Array.from({ length: 800 }, (_, i) => {
    const envelope = Math.max(0.03, Math.abs(Math.sin(i / (17 + seed * 5)) * Math.sin(i / (61 + seed * 13))) * (0.35 + 0.5 * Math.abs(Math.sin(i * 12.9898 + seed))));
    return [-envelope, envelope];
  }),
});

const answers = {
  "/api/server": state.server, "/api/applications": empty ? [] : scenes.applications, "/api/devices": empty ? [] : scenes.devices, "/api/streams": state.streams, "/api/sessions": state.sessions,
  "/api/doctor": scenes.doctor, "/api/log": scenes.log, "/api/recordings": state.recordings, "/api/players": state.players, "/api/rooms": state.rooms, "/api/rooms/desk/recordings": scenes.tapes, "/api/rooms/green-room/recordings": [], "/api/cluster": scenes.cluster,
};

const http = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  const json = (status, value) => response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
  if (path.endsWith("/waveform")) {
    json(200, wave([...path].reduce((sum, c) => sum + c.charCodeAt(0), 0) % 9));
  } else if (path.startsWith("/api/") || path.startsWith("/wh")) {
    if (request.method !== "GET") {
      change(request, path, json);
    } else {
      path in answers ? json(200, answers[path]) : json(404, { title: "Not found", status: 404, code: "notFound", detail: `There is nothing at ${path}.` });
    }
  } else {
    file(path, response);
  }
});

function file(path, response) {
  const first = path.split("/")[1];
  const name = ["", "rooms", "players", "recordings", "system"].includes(first) ? "index.html" : first === "overlay" ? "overlay.html" : path;
  const full = join(page, normalize(name));
  if (!existsSync(full) || !statSync(full).isFile()) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "Content-Type": types[extname(full)] ?? "application/octet-stream", "Content-Security-Policy": policy, "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp", "Cache-Control": "no-cache" });
  createReadStream(full).pipe(response);
}

/** Changes are kept and shown to the test at /api/changes. */
function change(request, path, json) {
  let body = "";
  request.on("data", part => (body += part));
  request.on("end", () => {
    const isOffer = path.startsWith("/wh");
    changes.push({ method: request.method, path, body: body && !isOffer ? JSON.parse(body) : null });
    if (path === "/api/seats") {
      json(200, scenes.seat);
    } else if (path.includes("/listeners/")) {
      const { volumes = [], groups = {} } = JSON.parse(body);
      const off = Object.entries(groups).reduce((groupsOff, [group, isOn]) => isOn ? groupsOff.filter(other => other !== group) : [...groupsOff, group], settings.groupsOff);
      Object.assign(settings, { volumes: [...settings.volumes.filter(old => !volumes.some(next => next.id === old.id)), ...volumes], groupsOff: off });
      json(200, settings);
    } else if (isOffer) {
      json(404, { title: "Not found", status: 404, code: "notFound", detail: "This server has no sound." });
    } else {
      request.method === "DELETE" ? json(200, {}) : json(201, { name: "last-30-s.flac" });
    }
  });
}

const { settings } = scenes;
answers[`/api/rooms/desk/listeners/${scenes.seat.id}`] = settings;
const changes = [];
answers["/api/changes"] = changes;

const sockets = new WebSocketServer({ server: http, path: "/api/events" });
sockets.on("connection", socket => {
  const send = message => socket.send(JSON.stringify(message));
  send({ type: "hello", server: state.server, snapshot: { version: 1, streams: state.streams, recordings: state.recordings, players: state.players, sessions: state.sessions, rooms: state.rooms } });
  let timer;
  socket.on("message", text => {
    const message = JSON.parse(text);
    if ("ping" in message) {
      send({ type: "pong", ping: message.ping, time: new Date().toISOString() });
    }
    if (message.subscribe) {
      clearInterval(timer);
      const { rateHz = 20, streams = [], players = [], rooms = [] } = message.subscribe.meters ?? {};
      if (streams.length + players.length + rooms.length > 0) {
        timer = setInterval(() => send(meters(streams, players, rooms)), 1000 / rateHz);
      }
    }
  });
  socket.on("close", () => clearInterval(timer));
});

const loud = { firefox: -10, "desk-mic": -14, obs: -3, "intro-loop": null, "line-in": null };

function meters(streams, players, rooms) {
  const now = Date.now();
  const level = (name, channel) => {
    const top = name in loud ? loud[name] : -12;
    return top === null ? null : top - 4 * Math.abs(Math.sin(now / 170 + name.length + channel)) - 3 * Math.random();
  };
  return {
    type: "meters", time: new Date(now).toISOString(), dropped: 0,
    streams: Object.fromEntries(streams.map(name => {
      const stream = state.streams.find(s => s.name === name);
      const peakDb = Array.from({ length: stream?.channels ?? 2 }, (_, channel) => level(name, channel));
      return [name, {
        peakDb, rmsDb: peakDb, truePeakDb: peakDb[0] === null ? null : Math.max(...peakDb) + 0.4, momentaryLufs: -21.6 + Math.sin(now / 700), shortLufs: -22.4, integratedLufs: -23.1, rangeLu: 5.2, clipped: false,
        readers: Object.fromEntries((stream?.readers ?? []).map(r => [r.id, { lagMs: r.lagMs, lagChunks: r.lagChunks, state: r.state, droppedFrames: 0 }])),
      }];
    })),
    players: Object.fromEntries(players.map(name => [name, {
      positionSeconds: 76 + (now / 1000) % 59, limiterDb: Math.random() > 0.8 ? -1.2 * Math.random() - 0.4 : 0,
      tracks: state.players[0].tracks.map((track, i) => ({ peakDb: track.muted || track.gainDb === null ? [null, null] : [level("t", i), level("t", i + 0.4)] })),
    }])),
    rooms: Object.fromEntries(rooms.map(name => {
      const speakers = state.rooms.find(room => room.name === name)?.speakers ?? [];
      return [name, {
        levelsDb: Object.fromEntries(speakers.filter(speaker => speaker.isSpeaking).map(speaker => [speaker.number, level("t", speaker.number) - 6])),
        buffersMs: Object.fromEntries(speakers.map(speaker => [speaker.number, speaker.number === 6 ? 180 : 21.4])), shedStep: name === "desk" ? 4 : 0,
      }];
    })),
  };
}

http.listen(Number(port), "127.0.0.1", () => console.log(`http://127.0.0.1:${http.address().port}`));
