using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Continuo.IntegrationTests.Packages;

/// <summary>What is packed, and that empty projects outside the repository restore, compile and run with it.</summary>
public sealed partial class PackageTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    /// <summary>
    /// The projects of src that are not marked as unpacked, but the tool, the meta-package, and what lies inside the core's package.
    /// </summary>
    private static readonly string[] Libraries = [.. Directory.EnumerateDirectories(Path.Combine(PackageFeed.Repository, "src"))
        .Where(d => Directory.EnumerateFiles(d, "*.csproj")
            .Any(p => !File.ReadAllText(p).Contains("<IsPackable>false", StringComparison.Ordinal)))
        .Select(d => Path.GetFileName(d))
        .Except(["Continuo.All", "Continuo.Analyzers", "Continuo.Cli"])
        .Order(StringComparer.Ordinal)];

    [Fact]
    public void The_feed_has_the_libraries_with_their_symbols_the_meta_package_and_the_tool_and_nothing_else()
    {
        Assert.Equal([.. Libraries.Append("Continuo.All").Append("Continuo.Tool").Order(StringComparer.Ordinal)], Names("*.nupkg"));
        Assert.Equal(Libraries, Names("*.snupkg"));
    }

    [Fact]
    public void Every_package_has_a_description_of_its_own_a_readme_a_licence_and_tags()
    {
        var descriptions = new HashSet<string>();
        foreach (var path in Directory.EnumerateFiles(feed.Feed, "*.nupkg"))
        {
            using var package = ZipFile.OpenRead(path);
            var metadata = Manifest(package).Descendants().Single(e => e.Name.LocalName == "metadata");
            string Value(string name) => metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value ?? "";
            Assert.True(descriptions.Add(Value("description")), path);
            Assert.Equal("MIT", Value("license"));
            Assert.Equal("README.md", Value("readme"));
            Assert.NotNull(package.GetEntry("README.md"));
            Assert.NotNull(package.GetEntry("LICENSE"));
            Assert.Contains("audio", Value("tags").Split(' '));
        }
    }

    [Fact]
    public void Every_library_comes_with_its_documentation_and_the_core_with_the_analyzer()
    {
        foreach (var name in Libraries)
        {
            using var package = ZipFile.OpenRead(Path.Combine(feed.Feed, $"{name}.0.1.0.nupkg"));
            Assert.NotNull(package.GetEntry($"lib/net10.0/{name}.dll"));
            Assert.True(package.GetEntry($"lib/net10.0/{name}.xml")?.Length > 1000, name);
            Assert.Equal(name == "Continuo", package.GetEntry("analyzers/dotnet/cs/Continuo.Analyzers.dll") is not null);
        }
    }

    [Fact]
    public void The_meta_package_brings_every_library()
    {
        using var package = ZipFile.OpenRead(Path.Combine(feed.Feed, "Continuo.All.0.1.0.nupkg"));
        var dependencies = Manifest(package).Descendants()
            .Where(e => e.Name.LocalName == "dependency")
            .Select(e => e.Attribute("id")!.Value);
        Assert.Equal(
            Libraries,
            dependencies.Where(id => id.StartsWith("Continuo", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_console_project_records_a_tone()
    {
        var folder = feed.Project("Record", "Microsoft.NET.Sdk", "Continuo.All", """
            using Continuo.Codecs.SoundFiles;
            using Continuo.Recording;
            using Continuo.Sinks;
            using Continuo.Streams;

            var audio = new AudioSystem().UseSoundFiles();
            using var stream = AudioStream.Open("tone:440?seconds=1", system: audio);
            using var recorder = Recorder.Start(stream, new WavFileSink("tone.wav"));
            stream.Start();
            Console.WriteLine($"{(await recorder.Completion).Frames} frames");
            """);
        Succeeds(feed.Build(folder));
        Assert.Contains("48000 frames", Succeeds(feed.Run("dotnet", folder, "out/Record.dll")), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Path.Combine(folder, "tone.wav")).Length, 48_000 * 2 * 4, 48_000 * 2 * 4 + 4096);
    }

    [Fact]
    public void The_analyzer_rejects_a_real_time_method_that_allocates_also_by_a_package_that_depends_on_the_core()
    {
        var folder = feed.Project("Analyzed", "Microsoft.NET.Sdk", "Continuo.Codecs", """
            using Continuo.Diagnostics;

            Console.WriteLine(Levels.Double([1f]).Length);

            internal static class Levels
            {
                [RealTime]
                public static float[] Double(float[] samples) => new float[2 * samples.Length];
            }
            """);
        var (code, output) = feed.Build(folder);
        Assert.NotEqual(0, code);
        Assert.Contains("error CTN002", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_aspnet_project_captures_a_declared_stream_and_serves_the_snapshot_of_its_host_and_its_health()
    {
        var folder = feed.Project("Level", "Microsoft.NET.Sdk.Web", "Continuo.All", """
            using Continuo.Hosting;
            using Continuo.Streams;

            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddContinuo().AddStream("tone", "tone:440?level=-6", new StreamOptions { Channels = 1 });
            builder.Services.AddHealthChecks().AddContinuo();

            var app = builder.Build();
            app.MapHealthChecks("/health");
            app.MapGet("/snapshot", (AudioHost host) => host.Snapshot());
            app.MapGet("/peak", async ([FromKeyedServices("tone")] AudioStream stream) =>
            {
                var peak = 0f;
                await foreach (var chunk in stream.ReadChunksAsync())
                {
                    foreach (var sample in chunk.Samples) peak = Math.Max(peak, Math.Abs(sample));
                    if (chunk.Position > 4800) break;
                }
                return peak;
            });
            app.Run();
            """);
        Succeeds(feed.Build(folder));
        Assert.All(Libraries, name => Assert.True(File.Exists(Path.Combine(folder, "out", $"{name}.dll")), name));

        using var server = feed.Start("dotnet", folder, "out/Level.dll", "--urls", "http://127.0.0.1:0");
        try
        {
            Match listening = Match.Empty;
            while (!listening.Success && await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                listening = Listening().Match(line);
            }

            Assert.True(listening.Success, "it does not listen");
            using var client = new HttpClient();
            Task<string> Get(string path) =>
                client.GetStringAsync(new Uri($"{listening.Value}/{path}"), TestContext.Current.CancellationToken);

            Assert.StartsWith("0.50", await Get("peak"), StringComparison.Ordinal);
            using var snapshot = JsonDocument.Parse(await Get("snapshot"));
            var stream = Assert.Single(snapshot.RootElement.GetProperty("streams").EnumerateArray());
            Assert.Equal("tone", stream.GetProperty("name").GetString());
            Assert.Equal("tone:440?level=-6", stream.GetProperty("address").GetString());
            Assert.Equal(1, stream.GetProperty("channels").GetInt32());
            Assert.Equal("Healthy", await Get("health"));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void The_tool_is_installed_runs_the_demo_and_starts_the_engine()
    {
        var folder = feed.Folder("tool");
        Succeeds(feed.Run("dotnet", folder, "tool", "install", "Continuo.Tool", "--tool-path", "bin", "--version", "0.1.0"));
        var continuo = Path.Combine(folder, "bin", "continuo");
        Succeeds(feed.Run(continuo, folder, "demo"));
        Assert.True(new FileInfo(Path.Combine(folder, "continuo-demo.wav")).Length > 1_000_000);

        var socket = Path.Combine(folder, "engine.sock");
        Succeeds(feed.Run(continuo, folder, "play", "continuo-demo.wav", "--engine", "--detach", "--socket", socket, "--to", "null:"));
        Succeeds(feed.Run(continuo, folder, "engine", "--stop", "--socket", socket));
    }

    private string[] Names(string pattern) =>
        [.. Directory.EnumerateFiles(feed.Feed, pattern).Select(p =>
            Path.GetFileName(p)[..^(".0.1.0".Length + pattern.Length - 1)]).Order(StringComparer.Ordinal)];

    private static XDocument Manifest(ZipArchive package) =>
        XDocument.Load(package.Entries.Single(e => e.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open());

    private static string Succeeds((int Code, string Output) run)
    {
        Assert.True(run.Code == 0, run.Output);
        return run.Output;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();
}
