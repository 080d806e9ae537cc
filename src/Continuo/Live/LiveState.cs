namespace Continuo.Live;

/// <summary>What a <see cref="LiveInput"/> delivers at present.</summary>
public enum LiveState
{
    /// <summary>Silence: nothing has arrived yet.</summary>
    Waiting,

    /// <summary>The stream's audio.</summary>
    Flowing,

    /// <summary>A concealed gap: audio is missing or late.</summary>
    Concealing,

    /// <summary>Silence: the stream's run has ended and all of it was delivered. A restart of the stream is followed.</summary>
    Ended,
}
