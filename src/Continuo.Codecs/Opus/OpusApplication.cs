namespace Continuo.Codecs.Opus;

/// <summary>What an encoder is made for; fixed for its life.</summary>
public enum OpusApplication
{
    /// <summary>Speech: intelligibility first, even at the cost of likeness (6.5 ms of look-ahead).</summary>
    Voice = 2048,

    /// <summary>Music and everything else: likeness first (6.5 ms of look-ahead).</summary>
    Audio = 2049,

    /// <summary>Likeness with 2.5 ms of look-ahead; without the speech modes, and so without in-band forward error correction.</summary>
    LowDelay = 2051,
}
