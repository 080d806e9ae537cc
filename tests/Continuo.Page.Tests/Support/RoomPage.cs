namespace Continuo.Page.Tests.Support;

/// <summary>What tests do in the page's view of a room.</summary>
internal static class RoomPage
{
    /// <summary>Gives the browser the seat of the fixed scene.</summary>
    public const string SceneSeat =
        "localStorage.setItem('continuo.seat', JSON.stringify({ id: 'seat-me', key: 'secret' })); "
        + "localStorage.setItem('continuo.name', 'Mika'); localStorage.setItem('continuo.microphone', 'd0');";

    /// <summary>Makes the page as it is inside the room <c>desk</c> of the fixed scene, which has no sound of its own.</summary>
    public static async Task PretendInsideAsync(TestPage page)
    {
        await page.EvaluateAsync<object>("""
            async () => {
              const { room, take, voice } = await import("/app/room.js");
              const { pressTalk } = await import("/app/push-to-talk.js");
              const { audioContext } = await import("/player/context.js");
              const { ownId, seatKey } = await import("/app/seat.js");
              const { api } = await import("/app/api.js");
              const { updateLevel } = await import("/canvas/levels.js");
              const context = audioContext();
              const output = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
              const tone = new OscillatorNode(context, { frequency: 440 });
              tone.connect(new GainNode(context, { gain: 0.2 })).connect(output);
              tone.start();
              Object.assign(room, {
                name: "desk", state: "in", upRoundTripMs: 8.4, audible: new Set([1, 2, 7]), devices: ["USB Audio", "Built-in"].map((label, i) => ({ label, deviceId: `d${i}` })),
                statistics: { latency: { totalMs: 57.1, device: 0, chunk: 20, encode: 2.7, network: 4.2, jitter: 21.2, playout: 9, measured: true } },
              });
              voice.use(output.stream);
              voice.state = "live";
              take(await api.listener("desk", ownId(), seatKey()));
              setInterval(() => updateLevel("voice", [-16 + 4 * Math.sin(Date.now() / 200)], performance.now()), 50);
              pressTalk();
            }
            """);
        await page.WaitAsync("() => document.querySelector('.room.inside .talk.on')");
    }

    /// <summary>Joins a room by the page's own form.</summary>
    public static async Task JoinAsync(TestPage page, string name)
    {
        await page.WaitAsync("() => document.querySelector('.join .primary')");
        await page.Page.FillAsync("#person-name", name);
        await page.Page.ClickAsync(".join .primary");
        await page.WaitAsync("() => import('/app/room.js').then(m => m.room.state === 'in' && m.voice.state === 'live')");
    }

    /// <summary>A tone in place of the microphone, through the page's own publisher: −12 dBFS.</summary>
    public static Task UseToneAsync(TestPage page, int hertz) => page.EvaluateAsync<object>("""
        async hertz => {
          const { voice } = await import("/app/room.js");
          const { audioContext } = await import("/player/context.js");
          const context = audioContext();
          await context.resume();
          const output = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
          const tone = new OscillatorNode(context, { frequency: hertz });
          tone.connect(new GainNode(context, { gain: 0.25 })).connect(output);
          tone.start();
          window.microphone = output.stream;
          voice.use(output.stream);
        }
        """, hertz);

    /// <summary>Amplitudes of tones in what the page hears, over 200 ms.</summary>
    public static Task<double[]> HearAsync(TestPage page, params int[] hertz) => page.EvaluateAsync<double[]>("""
        async hertz => {
          const { room } = await import("/app/room.js");
          if (window.heardFrom !== room.output) {
            window.heardFrom = room.output;
            window.analyser = new AnalyserNode(room.output.context, { fftSize: 16384 });
            room.output.connect(window.analyser);
            await new Promise(resolve => setTimeout(resolve, 400));
          }
          const frames = 9600;
          const all = new Float32Array(16384);
          window.analyser.getFloatTimeDomainData(all);
          const samples = all.subarray(all.length - frames);
          return hertz.map(tone => {
            let [real, imaginary] = [0, 0];
            samples.forEach((sample, i) => {
              const angle = 2 * Math.PI * tone * i / room.output.context.sampleRate;
              real += sample * Math.cos(angle);
              imaginary += sample * Math.sin(angle);
            });
            return 2 * Math.hypot(real, imaginary) / frames;
          });
        }
        """, hertz);

    /// <summary>Waits until the page hears tones at amplitudes.</summary>
    public static async Task AwaitTonesAsync(TestPage page, params (int Hertz, double Amplitude)[] tones)
    {
        await page.WaitAsync("() => import('/app/room.js').then(m => m.room.output !== null)"); // the first packet has come
        double[] heard = [];
        for (var tries = 0; tries < 60; tries++)
        {
            heard = await HearAsync(page, [.. tones.Select(t => t.Hertz)]);
            if (tones.Zip(heard).All(t => Math.Abs(t.Second - t.First.Amplitude) < 0.04)) return;
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"heard {string.Join(", ", tones.Zip(heard, (t, a) => $"{t.Hertz} Hz: {a:F3} for {t.Amplitude:F3}"))}");
    }
}
