using Continuo.Diagnostics;

namespace Continuo.Rooms.Mixing;

/// <summary>A speaker of another node: that node measures it.</summary>
internal interface IRemoteVoice
{
    /// <summary>Whether the other node reports that the speaker speaks.</summary>
    [RealTime]
    bool IsSpeaking { get; }

    /// <summary>The reported level, as a block that is not audible by itself.</summary>
    [RealTime]
    BlockLevel Level { get; }
}
