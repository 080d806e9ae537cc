using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Continuo.Hosting.Tests.Samples;

/// <summary>The samples do what they say, without a sound card.</summary>
public sealed class SampleTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("RecordApplication")]
    [InlineData("TranscriptionFeed")]
    [InlineData("StemPlayer")]
    [InlineData("LoudnessLog")]
    public void Without_arguments_a_sample_says_how_it_is_used(string name)
    {
        var (code, _, errors) = Sample.Run(name, "");
        Assert.Equal(2, code);
        Assert.StartsWith($"Usage: {name} ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RecordApplication", "no-such-file.wav", "take.wav")]
    [InlineData("TranscriptionFeed", "no-such-file.wav")]
    [InlineData("StemPlayer", "no-such-file.wav")]
    [InlineData("LoudnessLog", "no-such-file.wav")]
    public void A_source_that_is_not_there_is_reported_with_what_to_do(string name, params string[] arguments)
    {
        var (code, _, errors) = Sample.Run(name, "", arguments);
        Assert.Equal(1, code);
        Assert.Contains("no-such-file.wav", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal); // no stack
    }

    [Fact]
    public async Task An_application_is_recorded_to_the_frame()
    {
        using var folder = new TemporaryFolder();
        var (code, output, errors) = Sample.Run("RecordApplication", "", "tone:440", folder["take.wav"], "0.5");
        Assert.True(code == 0, errors);
        Assert.Contains("24000 frames, 0 of them missing", Encoding.UTF8.GetString(output), StringComparison.Ordinal);
        Assert.Equal(24_000, await Sound.ReadAsync(folder["take.wav"], cancellation: Stop).Select(b => b.Frames).SumAsync(Stop));
    }

    [Fact]
    public void A_recogniser_gets_16_kHz_mono()
    {
        var (code, output, errors) = Sample.Run("TranscriptionFeed", "", "tone:1000?seconds=1");
        Assert.True(code == 0, errors);
        Assert.Equal(32_000, output.Length);
        var samples = Enumerable.Range(0, 16_000).Select(i => BinaryPrimitives.ReadInt16LittleEndian(output.AsSpan(2 * i))).ToArray();
        Assert.InRange(samples.Zip(samples.Skip(1)).Count(p => p.First < 0 && p.Second >= 0), 998, 1001);
        Assert.InRange(samples.Max(s => (int)s), 1000, short.MaxValue);
    }

    [Fact]
    public async Task Stems_are_muted_played_alone_and_sought()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "a.wav", "b.wav" })
        {
            await Sound.RecordAsync("tone:440", folder[name], TimeSpan.FromSeconds(0.2), stop: Stop);
        }

        using var sample = Sample.Start("StemPlayer", "--to", folder["mix.wav"], folder["a.wav"], folder["b.wav"]);
        async Task<string> Say(string command)
        {
            await sample.Process.StandardInput.WriteLineAsync(command);
            return await sample.Process.StandardOutput.ReadLineAsync(Stop) ?? "";
        }

        Assert.StartsWith("Paused", await Say("pause"), StringComparison.Ordinal);
        await Say("mute 1");
        Assert.EndsWith($"{folder["a.wav"]} muted, {folder["b.wav"]} solo", await Say("solo 2"), StringComparison.Ordinal);
        Assert.StartsWith("Commands:", await Say("fly"), StringComparison.Ordinal);
        _ = await sample.Process.StandardOutput.ReadLineAsync(Stop);

        // The position is what is heard, so it follows with the next block.
        var line = await Say("seek 0.1");
        for (var i = 0; i < 1000 && !line.StartsWith("Paused at 0:00.1", StringComparison.Ordinal); i++)
        {
            await Task.Delay(10, Stop);
            line = await Say("pause");
        }

        Assert.StartsWith("Paused at 0:00.1", line, StringComparison.Ordinal);
        await sample.Process.StandardInput.WriteLineAsync("quit");
        Assert.Equal(0, sample.WaitForEnd());
        Assert.True(File.Exists(folder["mix.wav"]));
    }

    [Fact]
    public void Loudness_is_logged_each_second()
    {
        // A sine of 1 kHz on both channels at −18 dBFS is −18 LUFS (EBU Tech 3341).
        var (code, output, errors) = Sample.Run("LoudnessLog", "", "tone:997?level=-18", "2");
        Assert.True(code == 0, errors);
        var lines = Encoding.UTF8.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        var words = lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["2", "s", "LUFS", "dBTP"], [words[0], words[1], words[5], words[7]]);
        Assert.InRange(double.Parse(words[2], CultureInfo.InvariantCulture), -18.1, -17.9);
        Assert.InRange(double.Parse(words[4], CultureInfo.InvariantCulture), -18.1, -17.9);
        Assert.InRange(double.Parse(words[6], CultureInfo.InvariantCulture), -18.1, -17.9);
    }

    [Fact]
    public async Task A_web_application_lists_its_streams_and_reports_every_change()
    {
        using var sample = Sample.Start("WebHost", "--urls", "http://127.0.0.1:0", "--Continuo:Streams:hiss=noise:");
        var address = "";
        while (address.Length == 0)
        {
            var line = await sample.Process.StandardOutput.ReadLineAsync(Stop);
            Assert.NotNull(line);
            if (line.Contains("listening on: ", StringComparison.Ordinal))
            {
                address = line[(line.IndexOf("on: ", StringComparison.Ordinal) + 4)..];
            }
        }

        _ = sample.Process.StandardOutput.ReadToEndAsync(Stop);
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        using (var streams = JsonDocument.Parse(await client.GetStringAsync("/streams", Stop)))
        {
            Assert.Equal(["hiss noise:", "test-tone tone:440"],
                streams.RootElement.EnumerateArray().Select(s => $"{s.GetProperty("name")} {s.GetProperty("address")}").Order());
        }

        Assert.Equal("Healthy", await client.GetStringAsync("/health", Stop));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await client.GetAsync("/streams/none", Stop)).StatusCode);
        using var stream = JsonDocument.Parse(await client.GetStringAsync("/streams/hiss", Stop));
        Assert.Equal(48_000, stream.RootElement.GetProperty("sampleRate").GetInt32());

        using var events = new StreamReader(await client.GetStreamAsync("/events", Stop));
        Assert.Equal("event: Snapshot", await events.ReadLineAsync(Stop));
        var first = await events.ReadLineAsync(Stop);
        using var snapshot = JsonDocument.Parse(first!["data: ".Length..]);
        Assert.Equal(2, snapshot.RootElement.GetProperty("snapshot").GetProperty("streams").GetArrayLength());
        Assert.StartsWith("id: ", await events.ReadLineAsync(Stop), StringComparison.Ordinal);

        using var kill = System.Diagnostics.Process.Start("kill", [sample.Process.Id.ToString(CultureInfo.InvariantCulture)]);
        Assert.Equal(0, sample.WaitForEnd());
    }
}
