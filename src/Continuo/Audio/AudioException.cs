namespace Continuo.Audio;

/// <summary>
/// The exception that Continuo throws for audio errors. States an error code, what was requested, what happened, and how to fix it.
/// </summary>
public sealed class AudioException : Exception
{
    /// <summary>Creates an exception.</summary>
    /// <param name="code">Error code.</param>
    /// <param name="asked">
    /// What was requested: an address, a path, an option and its value. Tokens and passwords of an address are replaced.
    /// </param>
    /// <param name="happened">What went wrong, without a final full stop.</param>
    /// <param name="remedy">How to fix it, without a final full stop.</param>
    /// <param name="inner">The exception that caused it, if any.</param>
    public AudioException(AudioErrorCode code, string asked, string happened, string remedy, Exception? inner = null)
        : base($"{AudioAddress.HideSecrets(asked)}: {happened}. {remedy}.", inner)
    {
        Code = code;
        Asked = AudioAddress.HideSecrets(asked);
        Happened = happened;
        Remedy = remedy;
    }

    /// <summary>Error code.</summary>
    public AudioErrorCode Code { get; }

    /// <summary>What was requested.</summary>
    public string Asked { get; }

    /// <summary>What went wrong.</summary>
    public string Happened { get; }

    /// <summary>How to fix it.</summary>
    public string Remedy { get; }
}
