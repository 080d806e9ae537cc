using Continuo.Audio;

namespace Continuo.Server.Configuration;

/// <summary>A mistake in the configuration.</summary>
/// <param name="Origin">Location of the value.</param>
/// <param name="Path">The setting: <c>streams.mic.address</c>; empty for the whole.</param>
/// <param name="Message">The mistake, and how to correct it.</param>
internal sealed record ConfigMistake(string Origin, string Path, string Message)
{
    public override string ToString() => Path.Length > 0 ? $"{Origin}: {Path}: {Message}" : $"{Origin}: {Message}";

    /// <summary>The refusal of a configuration with mistakes: one line for each if there are several.</summary>
    public static AudioException Refusal(string file, IReadOnlyList<ConfigMistake> mistakes, string remedy) => new(
        AudioErrorCode.InvalidArgument, file,
        mistakes.Count == 1 ? mistakes[0].ToString() : $"{mistakes.Count} mistakes:\n  {string.Join("\n  ", mistakes)}", remedy);
}
