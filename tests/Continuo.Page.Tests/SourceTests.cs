using Continuo.Page.Tests.Support;

namespace Continuo.Page.Tests;

/// <summary>The page's sources as they lie in the repository.</summary>
public class SourceTests
{
    [Fact]
    public async Task The_types_of_the_page_hold()
    {
        var (exitCode, output) = await PageTools.RunAsync("typescript/bin/tsc", "--project", "src/Continuo.Server/jsconfig.json");
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task The_linter_finds_nothing()
    {
        var configuration = Path.Combine(PageTools.Folder, "eslint.config.js");
        File.Copy(Path.Combine(PageTools.Repository, "tests", "Continuo.Page.Tests", "eslint.config.js"), configuration, overwrite: true);
        var (exitCode, output) = await PageTools.RunAsync("eslint/bin/eslint.js",
            "--config", configuration, "--max-warnings", "0", "src/Continuo.Server/Page");
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void Every_module_is_of_readable_size()
    {
        // The dictionaries are tables.
        var large = Directory.EnumerateFiles(PageTools.Sources, "*.js", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}i18n{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && File.ReadLines(f).Count() > 300);
        Assert.Empty(large);
    }

    [Fact]
    public void Nothing_is_parsed_as_markup_or_code()
    {
        string[] forbidden = ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"];
        var found = Directory.EnumerateFiles(PageTools.Sources, "*.js", SearchOption.AllDirectories)
            .SelectMany(f => forbidden.Where(File.ReadAllText(f).Contains).Select(word => $"{f}: {word}"));
        Assert.Empty(found);
    }
}
