// A WebRTC peer (libwebrtc in Node): listens by WHEP or publishes by WHIP, and prints what it heard or sent as one line of JSON.
//   node wrtc.mjs whep URL SECONDS        {"left440":…,"left660":…,"right440":…,"right660":…,"frames":…,"connectMs":…}
//   node wrtc.mjs whip URL SECONDS        {"sent":…,"connectMs":…}; 440 Hz on the left, 660 Hz on the right
import wrtc from '@roamhq/wrtc';

const { RTCPeerConnection, MediaStream, nonstandard } = wrtc;
const [mode, url, seconds] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const rate = 48000;
const amplitude = 0.25;
const begun = performance.now();

const pc = new RTCPeerConnection();
const connected = new Promise((resolve, reject) => {
  pc.onconnectionstatechange = () => {
    if (pc.connectionState === 'connected') resolve(performance.now() - begun);
    if (pc.connectionState === 'failed') reject(new Error('the connection failed'));
  };
});

/** Exchanges the descriptions; Opus is asked for in stereo, which libwebrtc does not do by itself. */
async function negotiate() {
  const offer = await pc.createOffer();
  const sdp = offer.sdp.replace(/(a=fmtp:111 .*)/, '$1;stereo=1');
  await pc.setLocalDescription({ type: 'offer', sdp });
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/sdp' }, body: sdp });
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
  await pc.setRemoteDescription({ type: 'answer', sdp: await response.text() });
}

/** Amplitude of a tone in one channel of interleaved samples, over whole periods of 100 ms. */
function tone(samples, channel, channels, frequency) {
  const frames = Math.floor(samples.length / channels / 4800) * 4800;
  let [re, im] = [0, 0];
  for (let i = 0; i < frames; i++) {
    const v = samples[i * channels + channel] / 32768;
    re += v * Math.cos((2 * Math.PI * frequency * i) / rate);
    im += v * Math.sin((2 * Math.PI * frequency * i) / rate);
  }
  return (2 * Math.hypot(re, im)) / frames;
}

async function listen() {
  const transceiver = pc.addTransceiver('audio', { direction: 'recvonly' });
  await negotiate();
  const sink = new nonstandard.RTCAudioSink(transceiver.receiver.track);
  const heard = [];
  let channels = 0;
  sink.ondata = (data) => {
    channels = data.channelCount;
    heard.push(Int16Array.from(data.samples));
  };
  const connectMs = await connected;
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  sink.stop();
  // The last second: the beginning is silence and the jitter buffer's first adjustment.
  const all = heard.flatMap((block) => Array.from(block)).slice(-rate * channels);
  const at = (channel, frequency) => (channels > channel ? tone(all, channel, channels, frequency) : 0);
  return { left440: at(0, 440), left660: at(0, 660), right440: at(1, 440), right660: at(1, 660), channels, frames: all.length / channels, connectMs };
}

async function publish() {
  const source = new nonstandard.RTCAudioSource();
  pc.addTrack(source.createTrack(), new MediaStream());
  await negotiate();
  const connectMs = await connected;
  let position = 0;
  const from = performance.now();
  const block = () => {
    const samples = new Int16Array(2 * (rate / 100));
    for (let i = 0; i < samples.length; i += 2, position++) {
      samples[i] = Math.round(32767 * amplitude * Math.sin((2 * Math.PI * 440 * position) / rate));
      samples[i + 1] = Math.round(32767 * amplitude * Math.sin((2 * Math.PI * 660 * position) / rate));
    }
    source.onData({ samples, sampleRate: rate, bitsPerSample: 16, channelCount: 2, numberOfFrames: rate / 100 });
  };
  while (performance.now() - from < seconds * 1000) {
    while (position < ((performance.now() - from) / 1000) * rate) block();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return { sent: position, connectMs };
}

try {
  const result = await (mode === 'whep' ? listen() : publish());
  console.log(JSON.stringify(result));
  pc.close();
  process.exit(0);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
