namespace Continuo.Live;

/// <summary>State of a <see cref="LiveInput"/>.</summary>
public enum LiveState
{
    /// <summary>No audio has arrived yet; delivers silence.</summary>
    Waiting,

    /// <summary>Delivers the stream's audio.</summary>
    Flowing,

    /// <summary>Audio is missing or late; the gap is concealed.</summary>
    Concealing,

    /// <summary>
    /// The stream's run has ended and all its audio was delivered; delivers silence. A restart of the stream resumes delivery.
    /// </summary>
    Ended,
}
