namespace Continuo.Page.Tests.Support;

/// <summary>Moves the volume of a person in a room and notes when the page hears it. The person sends a tone.</summary>
internal static class RoomVolumeDelay
{
    private const double Threshold = 0.08; // the tone is at 0.25, and away with the volume down

    /// <summary>Milliseconds from each move to the first frame that has followed it, in the page's audio graph.</summary>
    /// <param name="page">A page in the room.</param>
    /// <param name="name">Name of the person.</param>
    /// <param name="moves">How often the volume is moved, down and up by turns.</param>
    public static async Task<double[]> MeasureAsync(TestPage page, string name, int moves)
    {
        await Taps.OpenRoomEdgesAsync(page, Threshold);
        await page.WaitAsync("() => window.edges.at(-1)?.isLoud");
        var delays = new double[moves];
        for (var i = 0; i < moves; i++)
        {
            var isDown = i % 2 == 0;
            await page.EvaluateAsync<object>("""
                ({ name, isDown }) => {
                  const row = [...document.querySelectorAll(".person")].find(person => person.querySelector(".name").textContent === name);
                  const slider = row.querySelector(".volume-slider input");
                  slider.value = isDown ? "0" : "100";
                  window.edges.length = 0;
                  window.movedAt = Date.now();
                  slider.dispatchEvent(new Event("input", { bubbles: true }));
                }
                """, new { name, isDown });
            var edge = isDown ? "!e.isLoud" : "e.isLoud";
            await page.WaitAsync($"() => window.edges.some(e => {edge})");
            delays[i] = await page.EvaluateAsync<double>($"() => window.edges.find(e => {edge}).time - window.movedAt");
        }

        return delays;
    }
}
