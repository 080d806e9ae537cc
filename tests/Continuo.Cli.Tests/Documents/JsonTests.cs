using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using Continuo.Cli.Output;
using Continuo.Cli.Reports;
using Continuo.Cli.Reports.Machine;
using Continuo.Cli.Reports.Network;
using Continuo.Cli.Reports.Playing;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Documents;

/// <summary>What commands print under <c>--json</c> is what docs/continuo.schema.json says, and its sums agree.</summary>
public sealed class JsonTests : IDisposable
{
    private const string Schema = "docs/continuo.schema.json";

    private readonly TemporaryFolder _folder = new();

    private static Type[] Reports =>
        [.. typeof(ReportJson).GetCustomAttributesData().Where(a =>
            a.AttributeType == typeof(JsonSerializableAttribute)).Select(a =>
                (Type)a.ConstructorArguments[0].Value!).OrderBy(t => t.Name, StringComparer.Ordinal)];

    /// <summary>With <c>CONTINUO_WRITE_SCHEMA=1</c> in the environment it is written instead.</summary>
    [Fact]
    public void The_schema_is_that_of_the_reports()
    {
        var definitions = new JsonObject();
        foreach (var type in Reports)
        {
            definitions[type.Name] = ReportJson.Readable.Options.GetJsonSchemaAsNode(type,
                new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
        }

        var document = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "What the commands of continuo print under --json",
            ["anyOf"] = new JsonArray([.. Reports.Select(t => (JsonNode)new JsonObject { ["$ref"] = $"#/$defs/{t.Name}" })]),
            ["$defs"] = definitions,
        };
        var text = document.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n";
        var path = Path.Combine(Repository.Root, Schema);
        if (Environment.GetEnvironmentVariable("CONTINUO_WRITE_SCHEMA") == "1") File.WriteAllText(path, text);
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void Every_report_has_every_key_and_no_other()
    {
        Whole<RecordReport>("record", "tone:440", "a.wav", "--duration", "300ms", "--json");
        Whole<StreamReport>("stream", "silence:", "--to", "null:", "--to", "rtp://127.0.0.1:5004", "--duration", "300ms", "--json");
        Whole<FileLoudnessReport>("loudness", "silence:?seconds=1", "--json");
        Whole<FileReport>("info", "a.wav", "--json");
        Whole<RecordReport>("convert", "a.wav", "b.flac", "--json");
        Whole<MixReport>("mix", "a.wav", "b.flac", "--out", "m.wav", "--json");
        Whole<PlayReport>("play", "tone:440?seconds=0.2", "--to", "null:", "--json");
        Whole<DoctorReport>("doctor", "--json");
        Whole<ScenariosReport>("simulate", "--list", "--json");
        Whole<SimulationReport>("simulate", "--trace", "steady", "--duration", "2s", "--json");
        Whole<FailureDocument>("record", "nosuch.wav", "x.wav", "--json");
        Whole<MonitorReport>("monitor", "tone:440", "--duration", "900ms", "--json");
    }

    [Theory]
    [InlineData("silence:", "1.5s", 72_000, 150)]
    [InlineData("tone:440", "0.755s", 36_240, 0)]
    [InlineData("noise:pink?seconds=0.5", "2s", 24_000, 0)]
    public void A_recording_counts_what_is_in_it(string source, string duration, long frames, long silent)
    {
        var r = CliProcess.Run(_folder.Path, "record", source, "x.wav", "--duration", duration, "--force", "--json").MustSucceed().Json;
        Assert.Equal(frames, r.GetProperty("frames").GetInt64());
        Assert.Equal(frames / 48_000.0, r.GetProperty("seconds").GetDouble(), 6);
        Assert.Equal(silent, r.GetProperty("silentChunks").GetInt64());
        Assert.Equal(silent > 0, r.GetProperty("heardNothing").GetBoolean());
        AssertBounded(r);
        var s = CliProcess.Run(_folder.Path, "stream", source, "--to", "null:", "--to", "null:", "--duration", duration, "--json")
            .MustSucceed().Json;
        Assert.Equal(frames, s.GetProperty("frames").GetInt64());
        Assert.Equal(frames / 48_000.0, s.GetProperty("seconds").GetDouble(), 6);
        AssertBounded(s);
        Assert.All(s.GetProperty("sinks").EnumerateArray(), AssertBounded);
    }

    [Fact]
    public void Silence_has_levels_of_null_and_not_of_some_hundred_decibels()
    {
        var last = JsonDocument.Parse(
            CliProcess.Run(_folder.Path, "monitor", "silence:", "--duration", "900ms", "--json")
                .MustSucceed()
                .Output.Trim()
                .Split('\n')[^1]).RootElement;
        foreach (var name in new[] { "momentaryLufs", "shortTermLufs", "integratedLufs" })
        {
            Assert.Equal(JsonValueKind.Null, last.GetProperty("loudness").GetProperty(name).ValueKind);
        }

        Assert.Equal(JsonValueKind.Null, last.GetProperty("levels")[0].GetProperty("peakDb").ValueKind);
    }

    public void Dispose() => _folder.Dispose();

    private void Whole<T>(params string[] arguments)
    {
        foreach (var line in CliProcess.Run(_folder.Path, arguments).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var report = JsonSerializer.Deserialize(line, typeof(T), ReportJson.Readable);
            Assert.Equal(line, JsonSerializer.Serialize(report, typeof(T), ReportJson.Readable));
        }
    }

    private static void AssertBounded(JsonElement r)
    {
        AssertNoMore("silentChunks", "chunks");
        AssertNoMore("filledFrames", "frames");
        AssertNoMore("gapFrames", "frames");
        if (!r.TryGetProperty("droppedByReason", out var reasons)) return;
        Assert.Equal(r.GetProperty("droppedChunks").GetInt64(), reasons.EnumerateObject().Sum(p => p.Value.GetInt64()));

        void AssertNoMore(string part, string whole)
        {
            if (r.TryGetProperty(part, out var value)) Assert.InRange(value.GetInt64(), 0, r.GetProperty(whole).GetInt64());
        }
    }
}
