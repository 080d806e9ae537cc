namespace Continuo.Codecs.Opus;

/// <summary>Application mode of an encoder. Fixed at creation.</summary>
public enum OpusApplication
{
    /// <summary>Speech: optimises intelligibility over fidelity. 6.5 ms of look-ahead.</summary>
    Voice = 2048,

    /// <summary>Music and general audio: optimises fidelity. 6.5 ms of look-ahead.</summary>
    Audio = 2049,

    /// <summary>Low delay: 2.5 ms of look-ahead. No speech modes and therefore no in-band forward error correction.</summary>
    LowDelay = 2051,
}
