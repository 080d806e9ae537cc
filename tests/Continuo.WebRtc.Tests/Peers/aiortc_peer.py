"""A WebRTC peer (aiortc): listens by WHEP or publishes by WHIP, and prints what it heard or sent as one line of JSON.

    python3 aiortc_peer.py whep URL SECONDS    {"left440": …, "left660": …, "right440": …, "right660": …, "frames": …}
    python3 aiortc_peer.py whip URL SECONDS    {"sent": …}; 440 Hz on the left, 660 Hz on the right
"""

import asyncio
import fractions
import json
import math
import sys
import time
import urllib.request

import av
import numpy
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription

RATE = 48000
AMPLITUDE = 0.25
BLOCK = 960


def post(url, sdp):
    request = urllib.request.Request(url, data=sdp.encode(), headers={"content-type": "application/sdp"}, method="POST")
    with urllib.request.urlopen(request, timeout=10) as response:
        return response.read().decode()


async def negotiate(peer, url):
    await peer.setLocalDescription(await peer.createOffer())
    answer = await asyncio.get_running_loop().run_in_executor(None, post, url, peer.localDescription.sdp)
    await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))


def tone(samples, frequency):
    """Amplitude of a tone over whole periods of 100 ms."""
    frames = len(samples) // 4800 * 4800
    phase = 2 * math.pi * frequency * numpy.arange(frames) / RATE
    return float(2 * abs(numpy.sum(samples[:frames] * numpy.exp(1j * phase))) / frames)


class Tones(MediaStreamTrack):
    kind = "audio"

    def __init__(self):
        super().__init__()
        self.position = 0
        self.begun = None

    async def recv(self):
        self.begun = self.begun or time.time()
        await asyncio.sleep(max(0, self.begun + self.position / RATE - time.time()))
        at = numpy.arange(self.position, self.position + BLOCK)
        left = AMPLITUDE * numpy.sin(2 * math.pi * 440 * at / RATE)
        right = AMPLITUDE * numpy.sin(2 * math.pi * 660 * at / RATE)
        block = numpy.empty((1, 2 * BLOCK), dtype=numpy.int16)
        block[0, 0::2], block[0, 1::2] = numpy.round(32767 * left), numpy.round(32767 * right)
        frame = av.AudioFrame.from_ndarray(block, format="s16", layout="stereo")
        frame.pts, frame.sample_rate, frame.time_base = self.position, RATE, fractions.Fraction(1, RATE)
        self.position += BLOCK
        return frame


async def listen(url, seconds):
    peer = RTCPeerConnection()
    heard = []

    async def take(track):
        while True:
            frame = await track.recv()
            heard.append(frame.to_ndarray().reshape(-1).astype(float) / 32768)

    peer.on("track", lambda track: asyncio.ensure_future(take(track)))
    peer.addTransceiver("audio", direction="recvonly")
    await negotiate(peer, url)
    await asyncio.sleep(seconds)
    samples = numpy.concatenate(heard)[-2 * RATE :]
    await peer.close()
    left, right = samples[0::2], samples[1::2]
    return {
        "left440": tone(left, 440),
        "left660": tone(left, 660),
        "right440": tone(right, 440),
        "right660": tone(right, 660),
        "frames": len(left),
    }


async def publish(url, seconds):
    peer = RTCPeerConnection()
    tones = Tones()
    peer.addTrack(tones)
    await negotiate(peer, url)
    await asyncio.sleep(seconds)
    await peer.close()
    return {"sent": tones.position}


async def main():
    mode, url, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    print(json.dumps(await (listen if mode == "whep" else publish)(url, seconds)))


asyncio.run(main())
