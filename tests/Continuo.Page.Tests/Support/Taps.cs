namespace Continuo.Page.Tests.Support;

/// <summary>Scripts of <c>taps/</c> in a page.</summary>
internal static class Taps
{
    /// <summary>Loads a module of <c>taps/</c> into the page and returns its address there.</summary>
    public static Task<string> LoadAsync(TestPage page, string name) => page.EvaluateAsync<string>(
        "source => URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))",
        File.ReadAllText(Path.Combine(PageTools.Repository, "tests", "Continuo.Page.Tests", "taps", name)));

    /// <summary>Collects in <c>window.edges</c> when what the page's player plays rises above a level and falls below it.</summary>
    public static async Task OpenEdgesAsync(TestPage page, double threshold) => await page.EvaluateAsync<object>("""
        async ({ worklet, threshold }) => {
          const { listening } = await import("/app/listening.js");
          const { output } = listening.player;
          await output.context.audioWorklet.addModule(worklet);
          const node = new AudioWorkletNode(output.context, "sound-edges", { numberOfOutputs: 0, processorOptions: { threshold } });
          window.edges = [];
          node.port.onmessage = ({ data }) => window.edges.push(data);
          output.connect(node);
          window.edgeNode = node;
        }
        """, new { worklet = await LoadAsync(page, "edge-worklet.js"), threshold });
}
