namespace Continuo.Page.Tests.Support;

/// <summary>What holds of every view, whatever it shows. A check returns what it finds wrong, one line each.</summary>
internal static class ViewChecks
{
    private static readonly string Pictures = Directory.CreateDirectory(Path.Combine(PageTools.Artifacts, "page-pictures")).FullName;

    private static readonly Lazy<string> Axe = new(() =>
        File.ReadAllText(Path.Combine(PageTools.Folder, "node_modules", "axe-core", "axe.min.js")));

    /// <summary>
    /// Takes a picture into <c>artifacts/page-pictures</c>, then looks for violations of accessibility, labels that are cut and sideways
    /// scrolling.
    /// </summary>
    /// <param name="page">A settled page.</param>
    /// <param name="name">The view and what it is shown in; the name of the picture.</param>
    public static async Task<string[]> AllAsync(TestPage page, string name)
    {
        var picture = await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}.png") });
        string[] found =
        [
            .. picture.Length > 4000 ? [] : new[] { "the picture is empty" },
            .. await AccessibilityAsync(page), .. await CutLabelsAsync(page), .. await SidewaysAsync(page),
        ];
        return [.. found.Select(f => $"{name}: {f}")];
    }

    /// <summary>What scrolls sideways, and the first thing in it that is too wide.</summary>
    public static Task<string[]> SidewaysAsync(TestPage page) => page.EvaluateAsync<string[]>("""
        () => [document.scrollingElement, ...document.querySelectorAll("main, aside, .panel")].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => {
          const limit = e.getBoundingClientRect().left + e.clientWidth;
          const culprit = [...e.querySelectorAll("*")].find(c => c.getBoundingClientRect().right > limit + 1);
          return `${e.className || e.tagName} ${e.scrollWidth} > ${e.clientWidth}: ${culprit?.className || culprit?.tagName}`;
        })
        """);

    private static Task<string[]> CutLabelsAsync(TestPage page) => page.EvaluateAsync<string[]>("""
        () => [...document.querySelectorAll(".button, .state, .caption, .figure, .top-tabs a")].filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).overflow === "hidden" && getComputedStyle(e).textOverflow !== "ellipsis")
          .map(e => `cut: ${e.textContent}`)
        """);

    private static async Task<string[]> AccessibilityAsync(TestPage page)
    {
        await page.EvaluateAsync<object>(Axe.Value + "; null"); // not a script element: the page's policy allows none
        return await page.EvaluateAsync<string[]>("""
            async () => (await axe.run({ exclude: [["canvas"]] })).violations.map(v => `${v.id}: ${v.nodes.map(n => `${n.target} ${n.any[0]?.message ?? ""}`).slice(0, 4).join(" | ")}`)
            """);
    }
}
