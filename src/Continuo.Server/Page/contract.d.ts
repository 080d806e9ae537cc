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

  interface Meters { type: "meters"; time: string; dropped: number; streams?: Record<string, StreamMeters>; players?: Record<string, PlayerMeters> }

  interface Snapshot { version: number; streams: Stream[]; recordings: Recording[]; players: Player[]; sessions: Session[] }
}

// The scope of an AudioWorklet, which the library of DOM types leaves out.
declare class AudioWorkletProcessor { readonly port: MessagePort }
declare function registerProcessor(name: string, processor: unknown): void;
