using Continuo.Audio;

namespace Continuo.Pipes;

/// <summary>One run of a supervised child.</summary>
internal interface ISupervisedChild : IDisposable
{
    /// <summary>Whether it has exited.</summary>
    bool HasEnded { get; }

    /// <summary>The failure, if it has exited abnormally.</summary>
    AudioException? Failure { get; }

    /// <summary>Asks it to exit, and kills it after <paramref name="grace"/>.</summary>
    void End(TimeSpan grace);
}
