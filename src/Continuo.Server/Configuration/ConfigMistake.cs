namespace Continuo.Server.Configuration;

/// <summary>A mistake in the configuration.</summary>
/// <param name="Origin">Location of the value.</param>
/// <param name="Path">The setting: <c>streams.mic.address</c>; empty for the whole.</param>
/// <param name="Message">The mistake, and how to correct it.</param>
internal sealed record ConfigMistake(string Origin, string Path, string Message)
{
    public override string ToString() => Path.Length > 0 ? $"{Origin}: {Path}: {Message}" : $"{Origin}: {Message}";
}
