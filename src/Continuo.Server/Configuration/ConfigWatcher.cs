using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Server.Access;
using Continuo.Server.Logging;
using Continuo.Server.Options;
using Continuo.Streams;
using Microsoft.Extensions.Hosting;

namespace Continuo.Server.Configuration;

/// <summary>
/// Reads the configuration again when its file has changed, or at SIGHUP. A file with mistakes is not applied at all: the previous
/// configuration stays, and the log lists all mistakes.
/// </summary>
internal sealed class ConfigWatcher(
    ServerConfig first,
    DeclaredAudio audio,
    AccessSettings access,
    AudioSystem system,
    TimeProvider time,
    ILogger<ConfigWatcher> logger) : BackgroundService
{
    /// <summary>How often the file is looked at. Change notifications miss files that are replaced, mounted or far away.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _asked = new(0);
    private ServerConfig _current = first;
    private byte[]? _content = first.Source.File is { } file && File.Exists(file) ? File.ReadAllBytes(file) : null;

    /// <summary>Reads the file if its content has changed.</summary>
    /// <returns>Whether it had.</returns>
    public async Task<bool> LookAsync()
    {
        if (_current.Source is not { File: { } file } source) return false;
        ServerConfig next;
        try
        {
            var content = ServerConfig.ReadFile(file);
            if (_content is not null && content.AsSpan().SequenceEqual(_content)) return false;
            _content = content;
            next = ServerConfig.Parse(content, file, system, source.Overrides);
        }
        catch (AudioException e)
        {
            // A file that is being replaced is missing for a moment, and read at the next look.
            if (e.Code != AudioErrorCode.NotFound) ServerLog.ConfigKept(logger, e.Message);
            return false;
        }

        var (before, now) = (_current.Options, next.Options);
        string[] fixedSettings = [.. Fixed(before, now)];
        if (fixedSettings.Length > 0) ServerLog.ConfigNeedsRestart(logger, string.Join(", ", fixedSettings));
        access.Current = now;
        _current = next;
        await audio.ApplyAsync(next).ConfigureAwait(false);
        ServerLog.ConfigRead(logger, file);
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_current.Source.File is null) return;
        using var hangUp = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            _content = null; // read it, changed or not
            _asked.Release();
        });
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            var asked = _asked.WaitAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                var ended = await Task.WhenAny(tick, asked).ConfigureAwait(false);
                await ended.ConfigureAwait(false);
                if (ended == tick) tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
                else asked = _asked.WaitAsync(stoppingToken);
                await LookAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    /// <summary>Settings that were changed and are read at the start only.</summary>
    private static IEnumerable<string> Fixed(ServerOptions before, ServerOptions now)
    {
        if (!before.Listen.SequenceEqual(now.Listen)) yield return "listen";
        if (!before.PublicAddresses.SequenceEqual(now.PublicAddresses)) yield return "publicAddresses";
        if (before.Tls != now.Tls) yield return "tls";
        if (before.Cluster != now.Cluster) yield return "cluster";
        if (before.Demo != now.Demo) yield return "demo";
        if (before.RecordingsDirectory != now.RecordingsDirectory) yield return "recordingsDirectory";
        if (before.AnnouncementsDirectory != now.AnnouncementsDirectory) yield return "announcementsDirectory";
        if (before.Names != now.Names) yield return "names";
    }
}
