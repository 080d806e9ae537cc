using System.Diagnostics;
using System.Globalization;

namespace Continuo.IntegrationTests.Servers;

/// <summary>Starts the programs that tests need. One that is not installed fails the test with the name of its package.</summary>
public static class TestTool
{
    private static readonly Dictionary<string, string> Packages = new()
    {
        ["pulseaudio"] = "pulseaudio",
        ["pactl"] = "pulseaudio-utils",
        ["pacat"] = "pulseaudio-utils",
        ["dbus-run-session"] = "dbus",
        ["dbus-daemon"] = "dbus-daemon",
        ["dbus-send"] = "dbus-bin",
        ["pipewire"] = "pipewire",
        ["wireplumber"] = "wireplumber",
        ["pipewire-pulse"] = "pipewire-pulse",
        ["clang"] = "clang libasound2-dev",
        ["sox"] = "sox",
        ["ffmpeg"] = "ffmpeg",
        ["gst-launch-1.0"] = "gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good",
    };

    /// <summary>Fails unless the programs are installed.</summary>
    public static void Require(params ReadOnlySpan<string> tools)
    {
        foreach (var tool in tools)
        {
            var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(d => File.Exists(Path.Combine(d, tool)));
            Assert.True(found, $"this test needs '{tool}': apt install {Packages.GetValueOrDefault(tool, tool)}");
        }
    }

    private static readonly Lazy<bool> MayBePunctual = new(static () =>
    {
        try
        {
            using var trial = Process.Start(new ProcessStartInfo("chrt", ["-f", "10", "true"]) { RedirectStandardError = true })!;
            trial.WaitForExit();
            return trial.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    /// <summary>
    /// Starts what stands for hardware and for other people's applications in the background: before all ordinary work of the machine where
    /// that is allowed (SCHED_FIFO), so that how busy the machine is does not decide what a test hears.
    /// </summary>
    public static Process StartPunctual(string tool, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        if (!MayBePunctual.Value) return Start(tool, arguments, environment);
        if (tool != "bash" && !tool.Contains('/')) Require(tool);
        return Start("chrt", ["-f", "10", tool, .. arguments], environment);
    }

    /// <summary>The same for a program that takes itself off that place when it starts: its first thread.</summary>
    public static void MakePunctual(Process process, int priority)
    {
        if (MayBePunctual.Value)
        {
            _ = Run("chrt",
                ["-f", "-p", priority.ToString(CultureInfo.InvariantCulture), process.Id.ToString(CultureInfo.InvariantCulture)]);
        }
    }

    /// <summary>Starts a program in the background.</summary>
    public static Process Start(string tool, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        if (tool != "bash" && !tool.Contains('/')) Require(tool);
        var start = new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += Ignore;
        process.ErrorDataReceived += Ignore;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        static void Ignore(object sender, DataReceivedEventArgs e)
        {
        }
    }

    /// <summary>Runs a program to its end and returns what it printed.</summary>
    public static string Run(string tool, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        Require(tool);
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{tool} {string.Join(' ', arguments)}: {errors.GetAwaiter().GetResult()}");
        return output;
    }

    /// <summary>Ends a process with its children.</summary>
    public static void Kill(Process? process)
    {
        if (process is null) return;
        try
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(30_000);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        process.Dispose();
    }
}
