namespace Continuo.Server.Configuration;

/// <summary>A setting from outside the file.</summary>
/// <param name="Path">Names from the root on: <c>streams</c>, <c>mic</c>.</param>
/// <param name="Value">The value as text; of a list, separated by commas.</param>
/// <param name="Origin">Where it comes from: <c>--listen</c>, an environment variable.</param>
public sealed record ConfigOverride(IReadOnlyList<string> Path, string Value, string Origin)
{
    /// <summary>Prefix of the environment variables that set something: <c>CONTINUO__LISTEN</c>, <c>CONTINUO__STREAMS__mic</c>.</summary>
    public const string EnvironmentPrefix = "CONTINUO__";

    /// <summary>The settings in the environment, in the order of their names.</summary>
    public static IReadOnlyList<ConfigOverride> FromEnvironment(System.Collections.IDictionary environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return
        [
            .. environment.Keys.OfType<string>()
                .Where(k => k.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal)
                .Select(k => new ConfigOverride(
                    k[EnvironmentPrefix.Length..].Split("__"), environment[k] as string ?? "", $"environment variable {k}")),
        ];
    }
}
