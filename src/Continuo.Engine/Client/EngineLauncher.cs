using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Continuo.Audio;

namespace Continuo.Engine.Client;

/// <summary>Starts <c>continuo engine</c> as a process that outlives the caller, and waits until it answers.</summary>
internal static class EngineLauncher
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    public static async Task<EngineClient> ConnectAsync(EngineLaunchOptions options, CancellationToken cancellation)
    {
        if (TryConnect(options.SocketPath) is { } running) return running;
        using var process = Start(options);
        var complaint = process.StandardError.ReadToEndAsync(cancellation);
        var since = Stopwatch.StartNew();
        while (true)
        {
            await Task.Delay(PollInterval, cancellation).ConfigureAwait(false);
            var ended = process.HasExited;
            if (TryConnect(options.SocketPath) is { } client) return client;
            if (ended)
            {
                // Another process may have started one first; otherwise its error output contains the reason.
                var words = (await complaint.ConfigureAwait(false)).Trim();
                throw new AudioException(AudioErrorCode.ProcessFailed, "continuo engine",
                    words.Length > 0
                    ? words.ReplaceLineEndings(" ").TrimEnd('.')
                    : $"it exited with code {process.ExitCode.ToString(CultureInfo.InvariantCulture)}", "Run 'continuo engine' to see why");
            }

            if (since.Elapsed > options.StartTimeout)
            {
                throw new AudioException(AudioErrorCode.TimedOut, options.SocketPath, "the engine was started but does not answer",
                    "Run 'continuo engine' to see why");
            }
        }
    }

    private static EngineClient? TryConnect(string path)
    {
        try
        {
            return EngineClient.Connect(path);
        }
        catch (AudioException e) when (e.Code == AudioErrorCode.ServerUnavailable)
        {
            return null;
        }
    }

    private static Process Start(EngineLaunchOptions options)
    {
        var command = options.Command ?? Find();
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        foreach (var argument in command.Skip(1)) start.ArgumentList.Add(argument);
        foreach (var argument in Arguments(options)) start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new AudioException(AudioErrorCode.NotFound, command[0],
                $"the engine's program cannot be started ({e.Message.TrimEnd('.')})",
                "Install continuo, or set its path in EngineLaunchOptions.Command", e);
        }
    }

    internal static string[] Arguments(EngineLaunchOptions options) =>
    [
        "engine",
        "--socket", options.SocketPath,
        "--to", options.To,
        "--buffer", options.BlockFrames.ToString(CultureInfo.InvariantCulture),
        "--idle", string.Create(CultureInfo.InvariantCulture, $"{options.Idle.TotalSeconds}s"),
        .. options.Arguments,
    ];

    private static string[] Find()
    {
        var library = Path.Combine(AppContext.BaseDirectory, "Continuo.Cli.dll");
        if (File.Exists(library))
        {
            return [Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet", "exec", library];
        }

        var native = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "continuo.exe" : "continuo");
        return [File.Exists(native) ? native : "continuo"];
    }
}
