namespace Continuo.Audio;

/// <summary>
/// The one exception of Continuo's public interface: a reason code, what was asked,
/// what happened, and what to do about it.
/// </summary>
public sealed class AudioException : Exception
{
    /// <summary>Creates a failure.</summary>
    /// <param name="code">The reason, for programs.</param>
    /// <param name="asked">What was asked for: an address, a path, an option and its value.</param>
    /// <param name="happened">What went wrong, without a final full stop.</param>
    /// <param name="remedy">What the reader can do, without a final full stop.</param>
    /// <param name="inner">The exception that caused it, if any.</param>
    public AudioException(AudioErrorCode code, string asked, string happened, string remedy, Exception? inner = null)
        : base($"{asked}: {happened}. {remedy}.", inner)
    {
        Code = code;
        Asked = asked;
        Happened = happened;
        Remedy = remedy;
    }

    /// <summary>The reason, for programs.</summary>
    public AudioErrorCode Code { get; }

    /// <summary>What was asked for.</summary>
    public string Asked { get; }

    /// <summary>What went wrong.</summary>
    public string Happened { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }
}
