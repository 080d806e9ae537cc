using System.Diagnostics;

namespace Continuo.IntegrationTests.Packages;

/// <summary>
/// The packages as ./pack makes them from the Release build, in a feed in a folder outside the repository, where empty projects use them.
/// What else the projects need comes from the feeds that this machine has configured; the folder of restored packages is private, so that
/// no earlier one is taken.
/// </summary>
public sealed class PackageFeed : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private readonly string _directory = Directory.CreateTempSubdirectory("continuo-packages-").FullName;

    public PackageFeed()
    {
        Directory.CreateDirectory(Feed);
        var (code, output) = Run(Path.Combine(Repository, "pack"), _directory, "--no-build", "-o", Feed);
        Assert.True(code == 0, output);
        File.WriteAllText(Path.Combine(_directory, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="local" value="{Feed}" />
              </packageSources>
            </configuration>
            """);
    }

    /// <summary>The repository's top folder.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Where the packages lie.</summary>
    public string Feed => Path.Combine(_directory, "feed");

    /// <summary>Creates a folder for a project or a tool.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(_directory, name)).FullName;

    /// <summary>Writes a project that references a package, as <c>dotnet new</c> and <c>dotnet add package</c> would.</summary>
    /// <returns>Its folder.</returns>
    public string Project(string name, string sdk, string package, string program)
    {
        var folder = Folder(name);
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        return folder;
    }

    /// <summary>Restores and compiles a project: the exit code, and all that was printed.</summary>
    public (int Code, string Output) Build(string folder) => Run("dotnet", folder, "build", "-o", "out", "--nologo", "-v", "quiet");

    /// <summary>Runs a program to its end: the exit code, and all that was printed.</summary>
    public (int Code, string Output) Run(string program, string folder, params string[] arguments)
    {
        using var process = Start(program, folder, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit)) process.Kill(entireProcessTree: true);
        return (process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }

    /// <summary>Starts a program.</summary>
    public Process Start(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NUGET_PACKAGES"] = Path.Combine(_directory, "restored");
        // No server that outlives the command and holds its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Continuo.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run below the repository");
    }
}
