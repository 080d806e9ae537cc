using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Devices.Backends;
using Continuo.IntegrationTests.Audio;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.IntegrationTests.Alsa;

/// <summary>ALSA's own plug-ins, which need no hardware: <c>file</c>, <c>null</c>, <c>route</c>, <c>multi</c>.</summary>
public sealed class AlsaPluginTests : IDisposable
{
    private readonly AlsaConfiguration _alsa = new("""
        pcm.!default { type plug slave.pcm "null" }
        pcm.sixteen { type plug slave { pcm "written" format S16_LE rate 48000 channels 2 } hint { description "A file of 16 bits" } }
        pcm.written { type file slave.pcm "null" file "DIR/written" format "raw" infile "DIR/read" }
        pcm.swapped { type route slave { pcm "sixteen" channels 2 } ttable { 0.1 1 1.0 1 } }
        pcm.pair {
            type multi
            slaves { a { pcm "stub_a" channels 2 } b { pcm "stub_b" channels 2 } }
            bindings { 0 { slave a channel 0 } 1 { slave a channel 1 } 2 { slave b channel 0 } 3 { slave b channel 1 } }
        }
        pcm.stub_a { type continuo_stub output "DIR/a" }
        pcm.stub_b { type continuo_stub output "DIR/b" }
        """);

    /// <summary>After each test.</summary>
    public void Dispose() => _alsa.Dispose();

    [Fact]
    public void A_file_is_captured_bit_true_at_the_speed_of_the_clock()
    {
        var written = new float[96_000 * 2];
        for (var i = 0; i < written.Length; i++) written[i] = (((i * 7) % 40_000) - 20_000) / 32768f;
        File.WriteAllBytes(_alsa.FileAt("read"), MemoryMarshal.AsBytes(written.AsSpan()));
        using var source = new SourceReader("device:written", _alsa.Audio);
        var begun = SystemClock.Instance.Now;
        source.ReadFrames(48_000);
        Assert.True(SystemClock.Instance.Now - begun > 990_000_000, "a second of audio came in less than a second");
        Assert.Equal(written[..96_000], source.Samples.Take(96_000));
    }

    [Theory]
    [InlineData("sixteen", false)]
    [InlineData("swapped", true)]
    public void What_is_played_to_a_file_is_in_it_bit_true_through_its_route(string device, bool isSwapped)
    {
        File.WriteAllBytes(_alsa.FileAt("read"), []);
        using (var sink = _alsa.Audio.CreateSink(AudioAddress.Parse($"device:{device}"), new SinkRequest(null, SystemClock.Instance)))
        {
            sink.Open(new AudioFormat(48_000, 2));
            var begun = SystemClock.Instance.Now;
            var block = new float[960];
            for (var at = 0; at < 24_000; at += 480)
            {
                for (var i = 0; i < 480; i++) (block[2 * i], block[(2 * i) + 1]) = ((at + i) / 32768f, -(at + i) / 32768f);
                sink.Write(block);
            }

            sink.Finish();
            Assert.True(SystemClock.Instance.Now - begun > 490_000_000, "half a second of audio was played faster");
        }

        var written = File.ReadAllBytes(_alsa.FileAt("written"));
        Assert.Equal(24_000 * 4, written.Length);
        for (var i = 0; i < 24_000; i++)
        {
            Assert.Equal(isSwapped ? -i : i, BinaryPrimitives.ReadInt16LittleEndian(written.AsSpan(i * 4)));
            Assert.Equal(isSwapped ? i : -i, BinaryPrimitives.ReadInt16LittleEndian(written.AsSpan((i * 4) + 2)));
        }
    }

    [Fact]
    public void Two_devices_play_as_one_with_four_channels()
    {
        using var sink = _alsa.Audio.CreateSink(AudioAddress.Parse("device:pair?latency=200"), new SinkRequest(null, SystemClock.Instance));
        sink.Open(new AudioFormat(48_000, ChannelLayout.Unnamed(4)));
        var block = new float[480 * 4];
        for (var i = 0; i < block.Length; i++) block[i] = ((i % 4) + 1) / 16f;
        for (var i = 0; i < 50; i++) sink.Write(block);
        sink.Finish();
        foreach (var (file, left) in new[] { ("a", 2048), ("b", 6144) })
        {
            var played = File.ReadAllBytes(_alsa.FileAt(file));
            Assert.Equal(left, BinaryPrimitives.ReadInt16LittleEndian(played));
            Assert.Equal(left + 2048, BinaryPrimitives.ReadInt16LittleEndian(played.AsSpan(2)));
        }
    }

    [Fact]
    public void A_stream_of_the_null_device_is_silence_at_the_speed_of_the_clock()
    {
        var begun = SystemClock.Instance.Now;
        var capture = Capture.Of("device:null", _alsa.Audio, TimeSpan.FromSeconds(1), new StreamOptions { RealTimePriority = false });
        Assert.InRange(SystemClock.Instance.Now - begun, 900_000_000, 20_000_000_000);
        Assert.All(capture.Channel(), s => Assert.Equal(0f, s));
        Assert.Empty(capture.Gaps);
    }

    [Fact]
    public void Devices_are_listed_with_what_they_can_do()
    {
        File.WriteAllBytes(_alsa.FileAt("read"), []);
        using var server = _alsa.Backend.Connect();
        Assert.StartsWith("ALSA 1.", server.Name, StringComparison.Ordinal);
        var devices = server.ListDevices();
        var standard = devices.Where(d => d.IsDefault).ToArray();
        Assert.Equal([AudioDeviceKind.Output, AudioDeviceKind.Input], standard.Select(d => d.Kind));
        Assert.All(standard, d => Assert.Equal("device:default", d.Address));
        var file = devices.Single(d => d is { Id: "sixteen", Kind: AudioDeviceKind.Input });
        Assert.Equal("A file of 16 bits", file.Description);
        Assert.Equal(AudioFormat.Default, file.Format);
        Assert.Contains("s16", file.Capabilities, StringComparison.Ordinal);
        Assert.DoesNotContain(devices, d => d.Id is "null" or "jack");
    }

    [Fact]
    public void A_device_that_is_defined_later_is_reported_as_added_and_then_removed()
    {
        using var server = _alsa.Backend.Connect();
        using var watcher = server.Watch();
        using var added = new ManualResetEventSlim();
        using var removed = new ManualResetEventSlim();
        watcher.DeviceAdded += (_, e) => Note(e, added);
        watcher.DeviceRemoved += (_, e) => Note(e, removed);
        Assert.True(watcher.Ready.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

        var before = File.ReadAllText(_alsa.Path);
        Change(before + "pcm.later { type null hint { description \"Later\" } }\n", 10);
        Assert.True(added.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Change(before, 20);
        Assert.True(removed.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

        // libasound compares whole seconds.
        void Change(string text, int seconds)
        {
            File.WriteAllText(_alsa.Path, text);
            File.SetLastWriteTimeUtc(_alsa.Path, DateTime.UtcNow.AddSeconds(seconds));
        }

        static void Note(AudioDeviceEventArgs e, ManualResetEventSlim happened)
        {
            if (e.Device.Id == "later") happened.Set();
        }
    }

    [Fact]
    public void A_device_without_a_mixer_has_no_volume()
    {
        using var server = _alsa.Backend.Connect();
        Assert.Equal(AudioErrorCode.Unsupported, Assert.Throws<AudioException>(() => server.GetDeviceVolume("sixteen")).Code);
        Assert.Equal(AudioErrorCode.Unsupported, Assert.Throws<AudioException>(() => server.SetVolume("firefox", 1)).Code);
        Assert.Empty(server.ListApplications());
    }
}
