using Continuo.Audio;

namespace Continuo.Pipes;

/// <summary>One run of a supervised child.</summary>
internal interface ISupervisedChild : IDisposable
{
    /// <summary>Whether it has ended.</summary>
    bool HasEnded { get; }

    /// <summary>Why, if it has ended and not in order.</summary>
    AudioException? Failure { get; }

    /// <summary>Asks it to end, and makes it if it has not after <paramref name="grace"/>.</summary>
    void End(TimeSpan grace);
}
