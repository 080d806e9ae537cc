// Compiled into the mutated assembly, not into this program.
namespace Continuo.Mutation;

internal static class MutantSwitch
{
    private static readonly int Active = int.TryParse(Environment.GetEnvironmentVariable("CONTINUO_MUTANT"), out var id) ? id : -1;
    private static readonly byte[]? Reached = Record();

    public static bool Is(int id)
    {
        if (Reached is { } reached) reached[id] = 1;
        return id == Active;
    }

    private static byte[]? Record()
    {
        if (Environment.GetEnvironmentVariable("CONTINUO_MUTANT_COVERAGE") is not { Length: > 0 } path) return null;
        var reached = new byte[10_000];
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            File.WriteAllLines($"{path}.{Environment.ProcessId}", Enumerable.Range(0, reached.Length).Where(i => reached[i] != 0).Select(i => i.ToString()));
        return reached;
    }
}
