using System.Text.RegularExpressions;
using Continuo.Litmus.Model;

namespace Continuo.Tests.Rings;

/// <summary>Every fence of the ring, its readers and its wake-ups is needed; the same as the command <c>litmus model</c> prints.</summary>
public partial class MemoryModelTests
{
    private static readonly string Root = FindRoot();
    private static readonly string[] WakeUps = ["AdaptivePoller.cs", "AddressWait.cs", "EventCount.cs", "WakeFlag.cs", "WakeSignal.cs"];

    public static TheoryData<string> Fences => [.. FenceModel.Fences];

    [Fact]
    public void With_all_fences_no_execution_tears_audio_miscounts_or_loses_a_wake_up() =>
        Assert.All(FenceModel.Complete(), s => Assert.True(s.Violation is null, $"{s.Scenario}: {s.Violation}"));

    [Theory]
    [MemberData(nameof(Fences))]
    public void Without_any_one_fence_something_breaks(string fence) => Assert.NotNull(FenceModel.Without(fence));

    [Fact]
    public void Every_fence_of_the_sources_has_its_control_and_the_other_way_round()
    {
        var named = new List<string>();
        foreach (var (file, line, text) in Lines())
        {
            if (!FenceOperation().IsMatch(WithoutComment(text))) continue;
            var name = FenceName().Match(text);
            Assert.True(name.Success, $"{file}:{line} orders memory and says no 'Fence: NAME': {text.Trim()}");
            named.Add(name.Groups[1].Value);
        }

        Assert.Equal(FenceModel.Fences, named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_field_is_volatile_because_what_it_orders_would_have_no_name() =>
        Assert.DoesNotContain(Lines(), l => Regex.IsMatch(WithoutComment(l.Text), @"\bvolatile\b"));

    [Fact]
    public void A_lock_around_shared_state_of_a_ring_is_no_fence_that_the_audio_path_relies_on() =>
        Assert.All(
            Lines().Where(l => Regex.IsMatch(WithoutComment(l.Text), @"\block \(")),
            l => Assert.Matches(@"lock \((_readersLock|Freed)\)", l.Text));

    private static IEnumerable<(string File, int Line, string Text)> Lines() =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, "src", "Continuo", "Rings"), "*.cs", SearchOption.AllDirectories)
            .Concat(WakeUps.Select(name => Path.Combine(Root, "src", "Continuo", "Threading", name)))
        from line in File.ReadLines(file).Select((text, i) => (file, i + 1, text))
        select line;

    private static string WithoutComment(string line) =>
        line.IndexOf("//", StringComparison.Ordinal) is >= 0 and var at ? line[..at] : line;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Continuo.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"no Continuo.slnx above {AppContext.BaseDirectory}");
    }

    [GeneratedRegex(@"\b(Volatile|Interlocked)\.\w|\bThread\.(MemoryBarrier|Volatile\w+)\b")]
    private static partial Regex FenceOperation();

    [GeneratedRegex(@"// Fence: (\w+)(:|$)")]
    private static partial Regex FenceName();
}
