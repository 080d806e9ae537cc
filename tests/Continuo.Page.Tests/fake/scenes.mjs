// States that a real server shows only when something goes wrong: readers that are behind, congested, shed, a stream that recovers, gaps.

const started = new Date(Date.now() - 2_530_000).toISOString();

/** @param {string} name */
const finding = (id, state, title, consequence, command) => ({ id, state, title, consequence, command });

export const server = {
  name: "studio", version: "0.1.0", startedAt: started, uptimeSeconds: 2530, webRtc: { port: 7480, fingerprint: "00", addresses: [] }, opus: "managed",
  opusNote: "libopus was not found", role: "admin", demo: false, features: { applications: true, devices: true }, latestEvent: 1, node: "studio-1",
};

const node = (name, zone, rooms, tickShare, packetsPerSecond, memoryShare, isDraining = false) =>
  ({ name, api: `http://${name}:7480`, zone, version: "0.1.0", rooms, tickShare, packetsPerSecond, memoryShare, isDraining });

export const cluster = {
  node: "studio-1", isAnswered: true,
  nodes: [node("studio-1", "tokyo", 41, 0.32, 18_400, 0.21), node("studio-2", "tokyo", 12, 0.08, 4_950, 0.2, true), node("studio-3", "osaka", 66, 0.63, 31_200, 0.34)],
};

function reader(id, name, kind, lagChunks, more = {}) {
  const dropped = { overrun: 0, late: 0, shed: 0, stopped: 0, ...more.dropped };
  const written = 121_440_000;
  const pending = lagChunks * 480;
  const lost = dropped.overrun + dropped.late + dropped.shed + dropped.stopped;
  return { id, name, kind, state: "following", lagChunks, lagMs: lagChunks * 10, maxLagChunks: 20, written, read: written - lost - pending, pending, ...more, dropped };
}

const histogram = Array.from({ length: 60 }, (_, i) => {
  const toMs = 8 * 1.028 ** i;
  return { toMs, count: Math.round(9000 * Math.exp(-(((Math.log(toMs) - Math.log(10.6)) / 0.09) ** 2))) + (i % 7 === 0 && i > 20 ? 2 : 0) };
});

function stream(name, address, kind, readers, more = {}) {
  return {
    name, address, kind, health: "flowing", sampleRate: 48_000, channels: 2, layout: "stereo", chunkMs: 10, startedAt: started,
    statistics: { chunks: 253_000, frames: 121_440_000, gaps: 0, gapFrames: 0, filledFrames: 0, reconnects: 0, driftPpm: 11 },
    delivery: { p50Ms: 10.4, p99Ms: 12.1, p999Ms: 17.8, maxMs: 31.2, histogram }, ring: { capacityChunks: 50 }, readers, replaySeconds: 30, gainDb: 0, muted: false, ...more,
  };
}

const listener = (id, kind, lag) => reader(id, "opus 96 kb/s, 20 ms", "encoder", lag, { session: id, sessions: { [kind]: 1 } });

export const streams = [
  stream("firefox", "app:firefox", "application", [
    ...Array.from({ length: 9 }, (_, i) => listener(`s${60 + i}`, "whep", 1 + (i % 3))), listener("s80", "websocket", 2), listener("s81", "websocket", 2), listener("s82", "http", 3),
    reader("rec1", "interview.flac", "recorder", 2, { recording: "interview.flac" }),
    reader("cb1", "transcriber", "callback", 40, { state: "shed", maxLagChunks: 40, detail: "412 ms per chunk of 10 ms", dropped: { late: 1_497_600, shed: 960_000 } }),
  ]),
  stream("desk-mic", "device:USB Audio", "device", [reader("rec2", "desk-mic.flac", "recorder", 2, { recording: "desk-mic.flac" }), reader("pl1", "evening-set", "player", 2, { detail: "stem 9" })], { channels: 1, layout: "mono" }),
  stream("obs", "whip:obs", "whip", [reader("rp1", "obs replay", "replay", 2), reader("rtp1", "rtp://10.0.4.20:5004", "other", 13, { state: "behind", detail: "Opus 96 kbit/s · loss 0.8 %", dropped: { late: 960 } })]),
  stream("intro-loop", "intro.flac?loop", "file", [listener("s90", "whep", 1), listener("s91", "whep", 1), listener("s92", "whep", 1)], { health: "silent", sampleRate: 44_100 }),
  stream("line-in", "device:Scarlett 2i2", "device", [reader("rec3", "line-in.flac", "recorder", 0, { recording: "line-in.flac", detail: "gap of 4.0 s is written as silence" })],
    { health: "recovering", healthReason: "Unplugged, retry in 1.6 s", channels: 1, layout: "mono" }),
];

function recording(name, streamName, state, hours, durationSeconds, bytes, loudnessLufs, gaps = []) {
  return {
    name, stream: streamName, file: name, state, startedAt: new Date(Date.now() - hours * 3_600_000).toISOString(), durationSeconds, bytes, droppedFrames: 0, gaps,
    format: name.split(".")[1], channels: 2, sampleRate: 48_000, loudnessLufs,
  };
}

export const recordings = [
  recording("interview.flac", "firefox", "running", 0.7, 2530, 214e6, -23.1, [{ atSeconds: 1530, seconds: 0.12, reason: "Overrun of the device" }]),
  recording("desk-mic.flac", "desk-mic", "running", 0.7, 2530, 88e6, -25),
  recording("line-in.flac", "line-in", "running", 0.71, 2402, 203e6, -20.4, [{ atSeconds: 2260, seconds: 142, reason: "Device unplugged, silence is written" }]),
  recording("rehearsal-mix.flac", "evening-set", "finished", 2, 3511, 301e6, -15.6),
  recording("last-30-s-1402.flac", "firefox", "finished", 4, 30, 2.6e6, -22.9),
  recording("obs-stream.opus", "obs", "finished", 26, 7424, 114e6, -16.2, [{ atSeconds: 4500, seconds: 6.1, reason: "Publisher left, came back" }, { atSeconds: 4530, seconds: 2.1, reason: "Publisher left, came back" }]),
  recording("soundcheck.wav", "desk-mic", "failed", 400, 372, 36e6, -31.5),
];

const stems = ["drums", "bass", "guitar L", "guitar R", "keys", "lead voice", "choir", "click"];
const gains = [-3.2, -5, -8.4, -8.4, -10.1, -1.5, -12, null];

export const players = [{
  name: "evening-set", to: "Monitor of HDMI", state: "playing", positionSeconds: 94.21, durationSeconds: 245.6, loop: { startSeconds: 76, endSeconds: 135 }, stream: null, gainDb: 0,
  limiter: { gainReductionDb: -1.2 },
  tracks: stems.map((name, index) => ({ index, name, file: `${name}.flac`, gainDb: gains[index], pan: [0, 0, -0.76, 0.76, 0, 0, 0, 0][index], muted: name === "keys", solo: false, durationSeconds: 245.6 })),
}];

function session(id, kind, streamName, remote, userAgent, lostPercent, roundTripMs) {
  return { id, kind, stream: streamName, remote, userAgent, since: started, codec: "Opus", profile: "GCM", packets: 126_500, bytes: 40e6, lostPercent, roundTripMs, jitterMs: 1, dropped: 0, state: "connected" };
}

export const sessions = [
  session("s61", "whep", "firefox", "192.168.1.61", "Mozilla/5.0 Chrome/156", 0, 0.8), session("s62", "websocket", "firefox", "192.168.1.62", "Mozilla/5.0 Firefox/153", null, null),
  session("s63", "whep", "firefox", "192.168.1.63", "Mozilla/5.0 Chrome/156", 4.1, 48), session("s82", "http", "firefox", "192.168.1.70", "mpv 0.38", null, null),
  session("w1", "whip", "obs", "192.168.1.40", "OBS/30.2", 0, 2.1),
];

export const applications = ["Spotify", "mpv", "Discord", "Chromium"].map((name, i) => ({ address: `app:${name}`, name, state: i === 3 ? "paused" : "playing" }));
export const devices = [{ address: "device:Built-in Mic", name: "Built-in Mic", kind: "input", isDefault: true }, { address: "device:hdmi.monitor", name: "Monitor of HDMI", kind: "monitor", isDefault: false }];

export const doctor = [
  finding("rtprio", "failed", "Real-time scheduling refused", "RLIMIT_RTPRIO is 0. Audio threads run at normal priority.", "sudo usermod -aG audio $USER"),
  finding("opus", "warning", "libopus not found", "The managed encoder is used, at twice the processor time.", "sudo apt install libopus0"),
  finding("udp", "warning", "UDP receive buffer 208 KiB", "Enough for 400 listeners, 1000 need 1 MiB.", "sudo sysctl net.core.rmem_max=1048576"),
  finding("pipewire", "ok", "PipeWire 1.0.5", "Applications and devices can be captured."),
  finding("clock", "ok", "Clock", "Monotonic, 1 ns steps, no jump in 42 min."),
];

export const log = [
  ["Information", "Streams", "firefox: Flowing after 0.9 s"], ["Information", "Record", "interview.flac started"], ["Information", "WebRtc", "whip/obs published by OBS 30.2, video discarded"],
  ["Information", "WebRtc", "session s61 connected setup=38 ms"], ["Warning", "Streams", "firefox: reader transcriber behind lag=11 chunks"], ["Warning", "Streams", "firefox: reader transcriber congested lag=21 chunks"],
  ["Warning", "Streams", "firefox: reader transcriber shed lag=40 chunks"], ["Warning", "Devices", "line-in: Scarlett 2i2 lost, attempt=3 retry=1.6 s"],
].map(([level, category, message], i) => ({ number: i + 1, time: new Date(Date.now() - (8 - i) * 47_000).toISOString(), level, category, message }));

/** Many stereo streams, for the cost of drawing. @param {number} n */
export const many = n => Array.from({ length: n }, (_, i) => stream(`stream-${i + 1}`, `tone:${220 + i}`, "generator", [listener(`s${i}`, "whep", 1)]));

const speaker = (number, name, group, more = {}) => ({
  number, id: more.id ?? `seat-${number}`, name, group, isSpeaking: false, isMuted: false, isBlocked: false, isStalled: false, talksOver: false, volume: 1, automaticGainDb: null, levelDb: null, ...more,
});
const mumble = number => ({ id: `mumble:${number}` });

/** This browser's seat, and what it has set. */
export const seat = { id: "seat-me", key: "secret" };
export const settings = {
  id: seat.id, groupsOff: [],
  volumes: [{ id: "seat-2", volume: 1.4 }, { id: "seat-4", volume: 0.8 }, { id: "mumble:7", volume: 1.2 }, { id: "mumble:9", volume: 1, isMuted: true }],
};

const track = (name, speakerId, file) => ({ name, speakerId, file, durationSeconds: 0, lostFrames: 0, failure: null });
const tape = (name, state, hours, durationSeconds, files, failure = null) => ({ name, room: "desk", state, startedAt: new Date(Date.now() - hours * 3_600_000).toISOString(), durationSeconds, failure, files: [track("mix", "", "mix.flac"), ...files] });

export const tapes = [
  tape("desk 2026-11-18 19.00.04", "finished", 50, 5412, [track("Mio Tanaka", "seat-1", "1 Mio Tanaka.flac"), track("Jonas Weber", "seat-2", "2 Jonas Weber.flac"), track("kenji_r", "mumble:7", "7 kenji_r.flac")]),
  tape("desk 2026-11-19 20.12.40", "failed", 26, 312, [track("Mio Tanaka", "seat-1", "1 Mio Tanaka.flac")], "The server was stopped; 312 s are kept."),
  tape("desk 2026-11-20 21.38.02", "running", 0.2, 724, [track("Mio Tanaka", "seat-1", "1 Mio Tanaka.flac"), track("Jonas Weber", "seat-2", "2 Jonas Weber.flac")]),
];

export const rooms = [
  {
    name: "desk", channels: 1, tickMs: 20, maxMixed: 0, talkOverDb: -15, automaticLevel: false, targetLufs: -20, isParked: false,
    speakers: [
      speaker(1, "Mio Tanaka", "Track 1", { isSpeaking: true, talksOver: true }), speaker(2, "Jonas Weber", "Track 1", { isSpeaking: true, automaticGainDb: 3.4 }), speaker(3, "Aiko Sato", "Track 1"), speaker(4, "Priya Nair", "Track 1", { isMuted: true }),
      speaker(5, "Lukas Brandt", "Track 1", { id: "obs-lukas" }), speaker(6, "Elena Rossi", "Track 1"), speaker(7, "kenji_r", "Track 2", { ...mumble(7), isSpeaking: true }), speaker(8, "s0undman", "Track 2", mumble(8)),
      speaker(9, "Hana Kim", "Track 2", mumble(9)), speaker(10, "User-48213", "Track 2", { ...mumble(10), isBlocked: true }), speaker(11, "Omar Haddad", "Track 2", { isStalled: true }), speaker(12, "Mika", "Track 1", { id: seat.id }),
    ],
    listeners: [{ id: "seat-2", name: "Jonas Weber" }, { id: seat.id, name: "Mika" }, { id: "seat-14", name: "Noor" }, { id: "recording", name: "recording" }],
  },
  { name: "green-room", channels: 2, tickMs: 10, maxMixed: 4, talkOverDb: -15, automaticLevel: true, targetLufs: -20, isParked: true, speakers: [], listeners: [] },
];
