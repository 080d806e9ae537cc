// The server's JSON (docs/api.md) as types. Checked by tsc only; nothing loads this file.

declare namespace Contract {
  interface Server {
    name: string;
    version: string;
    startedAt: string;
    uptimeSeconds: number;
    webRtc?: { port: number; fingerprint: string; addresses: string[] };
    opus: "native" | "managed";
    opusNote?: string;
    role: "listen" | "talk" | "operate" | "admin";
    demo: boolean;
    features: { applications: boolean; applicationsReason?: string; devices: boolean };
    latestEvent: number;
    node?: string | null;
  }

  interface Application { address: string; name: string; processId?: number; state: "playing" | "paused"; stream?: string | null }
  interface Device { address: string; name: string; kind: "input" | "output" | "monitor"; isDefault: boolean; stream?: string | null }

  type Health = "starting" | "flowing" | "silent" | "stalled" | "recovering" | "failed" | "stopped";
  type ReaderState = "following" | "behind" | "congested" | "shed";
  type ReaderKind = "callback" | "encoder" | "recorder" | "replay" | "meter" | "player" | "other";

  interface Dropped { overrun: number; late: number; shed: number; stopped: number }

  interface Reader {
    id: string; name: string; kind: ReaderKind; state: ReaderState;
    lagChunks: number; lagMs: number; maxLagChunks: number;
    written: number; read: number; pending: number; dropped: Dropped;
    detail?: string | null; session?: string | null; sessions?: Record<string, number> | null; recording?: string | null;
  }

  interface Delivery { p50Ms: number; p99Ms: number; p999Ms: number; maxMs: number; histogram?: { toMs: number | null; count: number }[] }

  interface Stream {
    name: string; address: string;
    node?: string | null;
    kind: "application" | "device" | "system" | "file" | "generator" | "whip" | "rtp" | "player" | "other";
    health: Health; healthReason?: string | null;
    sampleRate: number; channels: number; layout: string; chunkMs: number; startedAt: string;
    statistics: { chunks: number; frames: number; gaps: number; gapFrames: number; filledFrames: number; reconnects: number; driftPpm: number | null };
    delivery?: Delivery | null;
    ring: { capacityChunks: number };
    readers: Reader[];
    replaySeconds: number;
    gainDb?: number | null; muted?: boolean | null;
  }

  interface Gap { atSeconds: number; seconds: number; reason: string }

  interface Recording {
    node?: string | null;
    name: string; stream: string; file: string; state: "running" | "finished" | "failed";
    startedAt: string; durationSeconds: number; bytes: number; droppedFrames: number; gaps: Gap[]; failure?: string | null;
    format: string; channels: number; sampleRate: number; peakDb?: number | null; loudnessLufs?: number | null;
  }

  interface Track { index: number; name: string; file: string; gainDb: number | null; pan: number; muted: boolean; solo: boolean; durationSeconds: number }

  interface Player {
    name: string; to: string; state: "playing" | "paused" | "stopped" | "ended";
    positionSeconds: number; durationSeconds: number; loop: { startSeconds: number; endSeconds: number } | null;
    stream?: string | null; gainDb?: number | null; limiter?: { gainReductionDb: number } | null; tracks: Track[];
  }

  interface Session {
    id: string; kind: "whep" | "whip" | "websocket" | "http" | "events"; stream?: string | null; remote: string; userAgent?: string | null;
    since: string; codec?: string | null; profile?: string | null; packets: number; bytes: number;
    lostPercent?: number | null; roundTripMs?: number | null; jitterMs?: number | null; dropped?: number | null; state: string;
  }

  interface Finding { id: string; state: "ok" | "warning" | "failed"; title: string; consequence: string; command?: string | null; advice?: string | null }
  interface LogEntry { number: number; time: string; level: string; category: string; message: string }
  interface Waveform { points: [number, number][]; durationSeconds: number }

  interface StreamMeters {
    peakDb: (number | null)[]; rmsDb?: (number | null)[]; truePeakDb?: number | null;
    momentaryLufs?: number | null; shortLufs?: number | null; integratedLufs?: number | null; rangeLu?: number | null; clipped?: boolean;
    readers?: Record<string, { lagMs: number; lagChunks: number; state: ReaderState; droppedFrames: number }>;
  }

  interface PlayerMeters { positionSeconds: number; tracks: { peakDb: (number | null)[] }[]; limiterDb?: number | null }

  interface Speaker {
    number: number; id: string; name: string; group?: string | null; isSpeaking: boolean; isMuted: boolean; isBlocked: boolean; isStalled: boolean;
    talksOver: boolean; volume: number; automaticGainDb?: number | null; levelDb?: number | null;
  }

  interface Listener { id: string; name: string }

  interface Room {
    name: string; channels: number; tickMs: number; maxMixed: number; talkOverDb: number; automaticLevel: boolean; targetLufs: number; isParked: boolean;
    speakers: Speaker[]; listeners: Listener[];
  }

  interface RoomRecordingFile { name: string; speakerId: string; file: string; durationSeconds: number; lostFrames: number; failure?: string | null }
  interface RoomRecording {
    name: string; room: string; state: "running" | "finished" | "failed"; startedAt: string; durationSeconds: number; failure?: string | null; files: RoomRecordingFile[];
  }

  interface ClusterNode {
    name: string; api: string; zone: string; version: string; rooms: number; tickShare: number; packetsPerSecond: number; memoryShare: number; isDraining: boolean;
  }

  interface Cluster { node: string; isAnswered: boolean; nodes: ClusterNode[] }

  interface RoomVolume { id: string; volume?: number; isMuted?: boolean; isSolo?: boolean }
  interface ListenerSettings { id: string; volumes: RoomVolume[]; groupsOff: string[] }
  interface Seat { id: string; key: string }
  interface RoomMeters { levelsDb: Record<string, number>; buffersMs: Record<string, number>; shedStep: number }

  interface Meters { type: "meters"; time: string; dropped: number; streams?: Record<string, StreamMeters>; players?: Record<string, PlayerMeters>; rooms?: Record<string, RoomMeters> }

  interface Snapshot { version: number; streams: Stream[]; recordings: Recording[]; players: Player[]; sessions: Session[]; rooms: Room[] }
}

// The scope of an AudioWorklet, which the library of DOM types leaves out.
declare class AudioWorkletProcessor { readonly port: MessagePort }
declare function registerProcessor(name: string, processor: unknown): void;
