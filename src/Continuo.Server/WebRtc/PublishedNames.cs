using System.Collections.Concurrent;
using Continuo.Audio;
using Continuo.Hosting;
using Continuo.Server.Http;
using Continuo.Server.Options;
using Continuo.Streams;
using Continuo.WebRtc;
using Continuo.WebRtc.Sessions;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.Server.WebRtc;

/// <summary>
/// The names under which clients publish. Each is a stream from its first publisher until it has had none for
/// <see cref="ServerOptions.PublishHold"/>. Thread-safe.
/// </summary>
internal sealed partial class PublishedNames(AudioHost host, ServerOptions options, TimeProvider time, ILogger<WebRtcHost> logger)
{
    private readonly ConcurrentDictionary<string, (PublishedName Name, AudioStream Stream)> _names = new(StringComparer.Ordinal);

    /// <summary>Checks that a client may publish under a name, before a session is made.</summary>
    /// <exception cref="ProblemException">Another publishes under it, or it is the name of a stream of another kind.</exception>
    public void Check(string name, AccessToken? token)
    {
        if (Find(name) is { } known)
        {
            if (!known.Admits(token)) throw IsPublished(name);
        }
        else if (host.TryGetStream(name, out _))
        {
            throw InUse(name);
        }
    }

    /// <summary>Makes a session the publisher of a name. On failure the session is ended.</summary>
    /// <exception cref="ProblemException">As for <see cref="Check"/>.</exception>
    public void Publish(string name, WebRtcSession session, AccessToken? token)
    {
        session.Ended += (_, _) => Leave(name, session);
        try
        {
            if (Find(name) is { } known) Attach(known, name, session, token);
            else Add(name, session, token);
        }
        catch (ProblemException)
        {
            _ = session.StopAsync("its name is in use");
            throw;
        }

        if (session.State == WebRtcSessionState.Ended) Leave(name, session); // before its end was watched
    }

    private PublishedName? Find(string name) =>
        _names.TryGetValue(name, out var known) && host.TryGetStream(name, out var stream) && stream == known.Stream ? known.Name : null;

    private void Attach(PublishedName known, string name, WebRtcSession session, AccessToken? token)
    {
        if (!known.TryAttach(session, token, out var replaced)) throw IsPublished(name);
        if (replaced is not { State: not WebRtcSessionState.Ended })
        {
            LogReturned(logger, name);
            return;
        }

        LogReplaced(logger, name, replaced.SincePacket.TotalSeconds);
        _ = replaced.StopAsync("another publisher has taken over");
    }

    private void Add(string name, WebRtcSession session, AccessToken? token)
    {
        var stream = default(AudioStream);
        try
        {
            var published = new PublishedName(name, options.PublishHold, new StreamOptions().Clock);
            published.TryAttach(session, token, out _);
            stream = AudioStream.Open($"whip:{name}", () => published, new StreamOptions { Logger = logger });
            host.AddStream(name, stream);
            _names[name] = (published, stream);
        }
        catch (Exception e) when (e is AudioException or InvalidOperationException)
        {
            // Another publisher was faster; the host has disposed the stream.
            if (stream is null) session.Source?.Dispose();
            throw InUse(name);
        }
    }

    private void Leave(string name, WebRtcSession session)
    {
        if (!_names.TryGetValue(name, out var known) || !known.Name.Detach(session)) return;
        LogLeft(logger, name, session.EndReason, options.PublishHold.TotalSeconds);
        _ = ExpireAsync(name, known.Name, known.Stream);
    }

    /// <summary>
    /// Removes the stream when the hold time is over, unless someone publishes again, or it has been removed and another has its name.
    /// </summary>
    private async Task ExpireAsync(string name, PublishedName published, AudioStream stream)
    {
        var left = published.LeftAt;
        if (options.PublishHold > TimeSpan.Zero) await Task.Delay(options.PublishHold, time).ConfigureAwait(false);
        if (left is null || published.LeftAt != left) return;
        _names.TryRemove(new(name, (published, stream)));
        try
        {
            if (host.TryGetStream(name, out var present) && present == stream) await host.RemoveStreamAsync(name).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AudioException or ObjectDisposedException)
        {
            // Removed already, with the host or by an operator.
        }
    }

    private static ProblemException InUse(string name) =>
        new(Problems.Conflict($"There is a stream '{name}' already.", "Publish under another name, or end the one that is there."));

    private static ProblemException IsPublished(string name) => new(Problems.Conflict(
        $"Someone publishes '{name}' already.",
        "Publish under another name, use the same token to take over, or wait until the other has sent nothing for "
        + $"{PublishedName.StaleAfter.TotalSeconds:0} s."));

    [LoggerMessage(Level = LogLevel.Information,
        Message = "The publisher of '{Name}' has left ({Reason}); the stream is silent, and kept for {Seconds} s")]
    private static partial void LogLeft(ILogger logger, string name, string reason, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "'{Name}' is published again")]
    private static partial void LogReturned(ILogger logger, string name);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Another publisher has taken over '{Name}'; the one before had sent nothing for {Seconds:0.0} s")]
    private static partial void LogReplaced(ILogger logger, string name, double seconds);
}
