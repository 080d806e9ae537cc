using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;

namespace Continuo.Engine;

/// <summary>Options of an <see cref="AudioEngine"/>. Immutable.</summary>
public sealed record EngineOptions : BlockOptions
{
    /// <summary>Default device, 48 kHz stereo, two blocks of 480 frames write-ahead.</summary>
    public static readonly EngineOptions Default = new();

    /// <summary>Address of the sink.</summary>
    public AudioAddress To { get; init; } = AudioAddress.Parse("device:");

    /// <summary>Sample rate and channels of the engine's output.</summary>
    public AudioFormat Format { get; init; } = AudioFormat.Default;

    /// <summary>The sink's address, with the latency that results from the blocks unless the address contains one.</summary>
    internal AudioAddress Sink
    {
        get
        {
            if (To.Scheme != "device" || To.Option("latency") is not null) return To;
            var latency = Format.ToTime(2L * BlockFrames).TotalMilliseconds;
            var join = To.Text.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            return AudioAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"{To.Text}{join}latency={latency}"));
        }
    }

    internal void Validate()
    {
        if (BlockFrames is >= 16 and <= 8192) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, $"blocks of {BlockFrames.ToString(CultureInfo.InvariantCulture)} frames",
            "outside 16…8192", "Use 480 for 10 ms at 48 kHz");
    }
}
