using Continuo.Audio;
using Continuo.Playing;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Cli.Options;

/// <summary>A stream as requested on the command line.</summary>
/// <param name="Address">Address of the source.</param>
/// <param name="Options">Capture options.</param>
/// <param name="Duration">Maximum duration.</param>
internal sealed record StreamRequest(string Address, StreamOptions Options, TimeSpan? Duration)
{
    /// <summary>Playback options for sinks with a clock of their own.</summary>
    public PlaybackOptions Playback { get; init; } = LatencyProfile.For(PlaybackPreset.Balanced);

    /// <summary>The same request for bit-exact RTP reception: adds the option <c>exact</c> to the address.</summary>
    /// <exception cref="AudioException">The source is not received over RTP.</exception>
    public StreamRequest Exactly()
    {
        var address = Composition.Parse(Address);
        var isDescription = address.Scheme == "file" && address.Target.EndsWith(".sdp", StringComparison.OrdinalIgnoreCase);
        if (address.Scheme != "rtp" && !isDescription)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, "--exact", $"'{Address}' is not received over RTP",
                "Use it with rtp://HOST:PORT or FILE.sdp only");
        }

        if (address.Option("exact") is not null) return this;
        return this with { Address = $"{Address}{(address.OptionNames.Any() ? '&' : '?')}exact" };
    }

    /// <summary>Opens the source; a wait for it to appear ends when <paramref name="stop"/> is cancelled.</summary>
    /// <exception cref="AudioException">The address is invalid, or its source cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public (AudioStream Stream, SourcePace Pace) Open(AudioSystem system, CancellationToken stop)
    {
        var address = Composition.Parse(Address);
        if (Options.Pacing == Pacing.Unpaced && Duration is null && IsEndless(address))
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, Address, "the source never ends; --offline would fill the disk",
                "Add --duration, or omit --offline and stop with Ctrl-C");
        }

        var request = Options.ToSourceRequest();
        IAudioSource? source = null;
        using var interruption = stop.Register(() => Volatile.Read(ref source)?.Interrupt());
        var stream = AudioStream.Open(Address, () => source = system.CreateSource(address, request), Options);
        return (stream, source!.Pace);
    }

    private static bool IsEndless(AudioAddress address) =>
        address.Scheme is "tone" or "noise" or "silence" && address.Option("seconds") is null
            || address.Scheme == "file" && address.Flag("loop");
}
