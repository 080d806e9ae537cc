using System.ComponentModel;
using System.Diagnostics;

namespace Continuo.Cli.Tests.Processes;

/// <summary>A program of others that judges our files.</summary>
internal static class Tool
{
    /// <summary>Runs it and returns what it prints; a failure, or a missing program, fails the test.</summary>
    public static string Run(string name, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{name} {string.Join(' ', arguments)}: {error.Result}");
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Fail($"{name} is not installed: apt-get install {(name.StartsWith("ff", StringComparison.Ordinal) ? "ffmpeg" : "sox")}");
            throw;
        }
    }
}
