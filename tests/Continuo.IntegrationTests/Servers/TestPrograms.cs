using System.Reflection;

namespace Continuo.IntegrationTests.Servers;

/// <summary>The project's own programs that tests start as processes.</summary>
internal static class TestPrograms
{
    /// <summary>How <c>continuo</c> is started: the program with its first arguments.</summary>
    public static string[] Continuo { get; } = ContinuoProgram.CommandFor(Path("Program"));

    /// <summary>
    /// Where a program is, by the name the project file gives it: <c>Program</c>, <c>TestPlayer</c>, <c>PriorityPeer</c>.
    /// </summary>
    public static string Path(string name) =>
        typeof(TestPrograms).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == name).Value!;
}
