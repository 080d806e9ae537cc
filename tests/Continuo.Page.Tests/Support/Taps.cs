namespace Continuo.Page.Tests.Support;

/// <summary>Scripts of <c>taps/</c> in a page.</summary>
internal static class Taps
{
    /// <summary>Loads a module of <c>taps/</c> into the page and returns its address there.</summary>
    public static Task<string> LoadAsync(TestPage page, string name) => page.EvaluateAsync<string>(
        "source => URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))",
        File.ReadAllText(Path.Combine(PageTools.Repository, "tests", "Continuo.Page.Tests", "taps", name)));

    /// <summary>Collects in <c>window.edges</c> when what the page's player plays rises above a level and falls below it.</summary>
    public static Task OpenEdgesAsync(TestPage page, double threshold) => OpenEdgesAsync(page, threshold, inRoom: false);

    /// <summary>The same for what is heard of a room.</summary>
    public static Task OpenRoomEdgesAsync(TestPage page, double threshold) => OpenEdgesAsync(page, threshold, inRoom: true);

    private static async Task OpenEdgesAsync(TestPage page, double threshold, bool inRoom) => await page.EvaluateAsync<object>("""
        async ({ worklet, threshold, inRoom }) => {
          const { output } = inRoom ? (await import("/app/room.js")).room : (await import("/app/listening.js")).listening.player;
          await output.context.audioWorklet.addModule(worklet);
          const node = new AudioWorkletNode(output.context, "sound-edges", { numberOfOutputs: 0, processorOptions: { threshold } });
          window.edges = [];
          node.port.onmessage = ({ data }) => window.edges.push(data);
          output.connect(node);
          window.edgeNode = node;
        }
        """, new { worklet = await LoadAsync(page, "edge-worklet.js"), threshold, inRoom });
}
