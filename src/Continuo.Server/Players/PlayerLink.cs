using Continuo.Audio;
using Continuo.Rings;

namespace Continuo.Server.Players;

/// <summary>
/// The ring between a player's output and the stream that hears it. At most one output is open at a time; there may be several streams.
/// </summary>
internal sealed class PlayerLink(string name)
{
    /// <summary>Frames per chunk of the ring: a player's block.</summary>
    public const int ChunkFrames = 480;

    private const int Capacity = 100; // a second

    private int _isWritten;

    public string Name { get; } = name;

    public AudioRing Ring { get; } = new(AudioFormat.Default, ChunkFrames, Capacity);

    /// <summary>Whether an output is open.</summary>
    public bool IsWritten => Volatile.Read(ref _isWritten) != 0;

    /// <exception cref="AudioException">Another output is open.</exception>
    public void Take()
    {
        if (Interlocked.Exchange(ref _isWritten, 1) == 0) return;
        throw new AudioException(
            AudioErrorCode.Unsupported, $"player:{Name}", "another player plays to it", "Give each player an output of its own");
    }

    public void Give() => Volatile.Write(ref _isWritten, 0);
}
