using System.Diagnostics;
using System.Reflection;

namespace Continuo.Page.Tests.Support;

/// <summary>
/// Where the page's sources lie, and the npm tools that check them: installed from the lock file into <c>artifacts/page-tools</c> when they
/// are first needed.
/// </summary>
internal static class PageTools
{
    private static readonly Lock InstallLock = new();

    public static string Repository { get; } = Path.GetFullPath(Metadata("Repository"));

    public static string Artifacts { get; } = Path.GetFullPath(Metadata("Artifacts"));

    public static string Sources { get; } = Path.Combine(Repository, "src", "Continuo.Server", "Page");

    /// <summary>Folder of <c>node_modules</c>.</summary>
    public static string Folder { get; } = Install();

    /// <summary>Runs node with a script of a package and returns its exit code with all it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string script, params string[] arguments)
    {
        using var process = Start("node", Repository, [Path.Combine(Folder, "node_modules", script), .. arguments]);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Starts a process with redirected output.</summary>
    public static Process Start(
        string file, string directory, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static string Install()
    {
        var tests = Path.Combine(Repository, "tests", "Continuo.Page.Tests");
        var folder = Path.Combine(Artifacts, "page-tools");
        var wanted = Path.Combine(tests, "package-lock.json");
        var installed = Path.Combine(folder, "package-lock.json");
        lock (InstallLock)
        {
            if (File.Exists(installed) && Directory.Exists(Path.Combine(folder, "node_modules"))
                && File.ReadAllText(installed) == File.ReadAllText(wanted))
            {
                return folder;
            }

            Directory.CreateDirectory(folder);
            File.Copy(Path.Combine(tests, "package.json"), Path.Combine(folder, "package.json"), overwrite: true);
            File.Copy(wanted, installed, overwrite: true);
            using var npm = Start("npm", folder, ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
            var output = npm.StandardError.ReadToEnd();
            npm.WaitForExit();
            return npm.ExitCode == 0 ? folder : throw new InvalidOperationException($"npm ci in {folder} failed: {output}");
        }
    }

    private static string Metadata(string key) =>
        typeof(PageTools).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
