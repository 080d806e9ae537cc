namespace Continuo.Engine.Protocol;

/// <summary>What a client of the engine asks for. An answer has the same number plus 128, or is an <see cref="Error"/>.</summary>
internal enum MessageType : byte
{
    /// <summary>The first message: version → process id, rate, channels, frames per block.</summary>
    Hello = 1,

    /// <summary>Descriptor of the client's ring, chunks ahead, name → input.</summary>
    OpenStream = 2,

    /// <summary>Whether it stays when the client goes, address → input.</summary>
    Play = 3,

    /// <summary>Input → nothing.</summary>
    Close = 4,

    /// <summary>Input, gain in dB, pan, mute, solo → nothing.</summary>
    SetInput = 5,

    /// <summary>Nothing → how the engine is doing.</summary>
    Report = 6,

    /// <summary>Input → how it is doing.</summary>
    InputReport = 7,

    /// <summary>Nothing → nothing, and the engine stops.</summary>
    Stop = 8,

    /// <summary>Code, what was asked, what happened, what to do.</summary>
    Error = 255,
}
