using System.Diagnostics;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Continuo.Cluster.Tests.Deployment;

/// <summary>The files of eng/ that a cluster is started with: what systemd and the program itself say of them.</summary>
public sealed partial class DeploymentFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("continuo-deployment-");

    private static string Engineering
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Continuo.slnx"))) folder = folder.Parent!;
            return Path.Combine(folder.FullName, "eng");
        }
    }

    [Fact]
    public async Task Three_nodes_of_the_compose_file_have_options_that_exist_and_do_not_collide()
    {
        var services = Compose();
        List<string[]> commands = [.. services.Where(s => s.Key.StartsWith("studio-", StringComparison.Ordinal))
            .Select(s => ((List<object>)((Dictionary<object, object>)s.Value)["command"]).Select(w => Filled($"{w}")).ToArray())];
        Assert.Equal(3, commands.Count);
        await Task.WhenAll(commands.Select(CheckAsync));
        foreach (var option in new[] { "--node", "--node-address", "--listen" })
        {
            Assert.Equal(3, commands.Select(c => c[Array.IndexOf(c, option) + 1]).Distinct().Count());
        }

        Assert.All(services, s => Assert.True(((Dictionary<object, object>)s.Value).ContainsKey("image"), s.Key));
        Assert.All(services.Where(s => s.Key != "redis"), s =>
        {
            // Port by port what the node listens on, for HTTP and for media.
            var service = (Dictionary<object, object>)s.Value;
            var command = ((List<object>)service["command"]).Select(w => $"{w}").ToList();
            var port = command[command.IndexOf("--listen") + 1].Split(':')[1];
            Assert.Equal([$"{port}:{port}/tcp", $"{port}:{port}/udp"], ((List<object>)service["ports"]).Select(p => $"{p}"));
            Assert.Contains($"/app/Continuo.Cli.dll",
                $"{((Dictionary<object, object>)service["build"])["dockerfile_inline"]}", StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Systemd_accepts_the_template_and_finds_it_hardened_and_its_options_exist()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Engineering, "continuo@.service"), TestContext.Current.CancellationToken);
        var command = text.Split('\n').Single(l => l.StartsWith("ExecStart=", StringComparison.Ordinal))["ExecStart=".Length..].Split(' ');
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "n1.json"),
            """{ "cluster": { "address": "redis://10.0.0.1", "nodeAddress": "10.0.0.2:11811" } }""",
            TestContext.Current.CancellationToken);
        await CheckAsync([.. command.Skip(1).Select(Filled)]);

        var unit = Path.Combine(_folder.FullName, "continuo@n1.service");
        await File.WriteAllTextAsync(unit,
            text.Replace("/usr/local/bin/continuo", "/bin/true", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var (accepted, said) = await RunAsync("systemd-analyze", ["verify", unit]);
        Assert.True(accepted == 0 && said.Length == 0, said);
        var (hardened, report) = await RunAsync("systemd-analyze", ["security", "--offline=true", "--threshold=40", unit]);
        Assert.True(hardened == 0, report);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Dictionary<string, object> Compose()
    {
        using var text = new StreamReader(Path.Combine(Engineering, "compose.yml"));
        var parser = new MergingParser(new Parser(text)); // "<<" of the nodes
        parser.Consume<StreamStart>();
        var file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(parser);
        return ((Dictionary<object, object>)file["services"]).ToDictionary(s => $"{s.Key}", s => s.Value);
    }

    /// <summary>A word of a command as it is when its variables are set.</summary>
    private string Filled(string word)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "cluster.key"), "a key of this test alone");
        var filled = word.Replace("/run/secrets", _folder.FullName, StringComparison.Ordinal)
            .Replace("/etc/continuo", _folder.FullName, StringComparison.Ordinal)
            .Replace("${CREDENTIALS_DIRECTORY}", _folder.FullName, StringComparison.Ordinal).Replace("%i", "n1", StringComparison.Ordinal);
        return Variable().Replace(filled, static m => m.Groups["usual"] is { Success: true } usual ? usual.Value : "a-value-of-8");
    }

    [GeneratedRegex(@"\$\{\w+(:-(?<usual>[^}]*)|:\?[^}]*)?\}")]
    private static partial Regex Variable();

    private static async Task CheckAsync(string[] arguments)
    {
        var (code, text) = await RunAsync(ContinuoProgram.Command[0], [.. ContinuoProgram.Command[1..], .. arguments, "--check"]);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {text}");
    }

    private static async Task<(int Code, string Text)> RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + errors);
    }
}
