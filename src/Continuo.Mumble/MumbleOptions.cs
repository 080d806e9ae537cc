using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Files;
using Microsoft.Extensions.Logging;

namespace Continuo.Mumble;

/// <summary>Server, name and channel of a <c>MumbleClient</c>. Immutable.</summary>
public sealed record MumbleOptions
{
    /// <summary>Default port of Mumble servers.</summary>
    public const int DefaultPort = 64738;

    /// <summary>Longest name that is accepted.</summary>
    public const int MaxNameLength = 128;

    /// <summary>Host name or IP address of the server.</summary>
    public required string Host { get; init; }

    /// <summary>Port of the server, TCP and UDP.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Name of the user that the client is.</summary>
    public string Name { get; init; } = "Continuo";

    /// <summary>Password of the server, or of a registered user.</summary>
    public string? Password { get; init; }

    /// <summary>Access tokens: passwords of channels.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>
    /// Names of the channel and those above it, from the root's child down; empty for the channel that the server assigns.
    /// </summary>
    public IReadOnlyList<string> Channel { get; init; } = [];

    /// <summary>Whether any server certificate is accepted. Anyone between client and server can then listen and speak.</summary>
    public bool IsInsecure { get; init; }

    /// <summary>Whether voice may use UDP. If not, or while UDP does not get through, voice goes through the control connection.</summary>
    public bool UsesUdp { get; init; } = true;

    /// <summary>
    /// Directory of the client's certificate and of the servers' fingerprints; <see langword="null"/> for
    /// <c>$XDG_STATE_HOME/continuo/mumble</c>.
    /// </summary>
    public string? StateDirectory { get; init; }

    /// <summary>
    /// Name of the client certificate in <see cref="StateDirectory"/>, made when it is first needed: who has it is the same user to the
    /// server.
    /// </summary>
    public string Identity { get; init; } = "client";

    /// <summary>Logs connections and refusals; <see langword="null"/> for no logging.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Clock of arrival times.</summary>
    public MonotonicClock Clock { get; init; } = MonotonicClock.System;

    /// <summary>The directory of both.</summary>
    internal string KeptIn => StateDirectory ?? StateFile.RequiredPathOf("mumble");

    /// <summary>Pause before the second attempt to connect again; doubles with each further one.</summary>
    internal TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause between attempts.</summary>
    internal TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Limit of the time from the connection to the last message of the greeting.</summary>
    internal TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Host and port, as shown and as key of the server's fingerprint.</summary>
    internal string Server => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>Shows server and channel, never the password.</summary>
    public override string ToString() => Channel.Count == 0 ? $"mumble://{Server}" : $"mumble://{Server}/{string.Join('/', Channel)}";

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> naming the first value out of range.</exception>
    internal void Validate()
    {
        Check(Host.Length is > 0 and <= 255, "host", Host, "Name the server: mumble://host/channel");
        Check(Port is > 0 and <= 65535, "port", Port, "Use 1…65535");
        Check(Name.Length is > 0 and <= MaxNameLength && !Name.Any(char.IsControl), "name", Name,
            $"Use 1…{MaxNameLength} characters, as in ?name=Studio");
        Check(Identity.Length > 0 && Identity.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'), "identity", Identity,
            "Use letters, digits, - and _");
    }

    private static void Check(bool holds, string what, object value, string remedy)
    {
        if (!holds) throw new AudioException(AudioErrorCode.InvalidArgument, $"{what} '{value}'", "it cannot be used with Mumble", remedy);
    }
}
