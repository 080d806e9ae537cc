using System.Text.RegularExpressions;

namespace Continuo.Analyzers.Tests;

/// <summary>The samples of docs/real-time.md do what the page says.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Ids => [.. new RealTimeAnalyzer().SupportedDiagnostics.Select(d => d.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_bad_sample_of_a_rule_breaks_it_and_the_good_one_breaks_none(string id)
    {
        var section = Page().Split($"\n### {id}\n")[1].Split("\n### ")[0].Split("\n## ")[0];
        var sample = Assert.Single(Code().Matches(section)).Groups[1].Value;
        Assert.Contains("// " + id, sample, StringComparison.Ordinal);
        Assert.Contains("// good", sample, StringComparison.Ordinal);
        Snippet.Check(sample);
    }

    internal static string Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Continuo.slnx"))) folder = folder.Parent;
        Assert.NotNull(folder);
        return File.ReadAllText(Path.Combine(folder.FullName, "docs", "real-time.md"));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
