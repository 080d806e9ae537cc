using Continuo.IntegrationTests.Servers;

namespace Continuo.IntegrationTests.Alsa;

/// <summary>The plug-in <c>continuo_stub</c>, compiled once: a device that fails on command (stub.c).</summary>
internal static class AlsaStub
{
    private static readonly Lazy<string> Compiled = new(Compile);

    /// <summary>Path of its library.</summary>
    public static string Library => Compiled.Value;

    private static string Compile()
    {
        var source = Path.Combine(AppContext.BaseDirectory, "Alsa", "stub.c");
        var library = Path.Combine(Directory.CreateTempSubdirectory("continuo-stub-").FullName, "libcontinuo_stub.so");
        TestTool.Run("clang", ["-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-DPIC", "-o", library, source, "-lasound"]);
        return library;
    }
}
