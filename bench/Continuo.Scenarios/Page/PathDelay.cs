using System.Globalization;

namespace Continuo.Scenarios.Page;

/// <summary>Latency of one path, by markers in the stream and by the page's own figures; medians, ms.</summary>
/// <param name="Path">webrtc, websocket or http.</param>
/// <param name="Markers">Markers that were heard.</param>
/// <param name="GraphMs">From the marker's capture to the page's audio graph.</param>
/// <param name="EarMs">From the marker's capture to the audio server's sink: what is heard.</param>
/// <param name="PageMs">What the page shows.</param>
/// <param name="PlayoutMs">Its part for the browser's output and the audio server.</param>
/// <param name="IsMeasured">Whether the page calls it measured.</param>
internal sealed record PathDelay(string Path, int Markers, double GraphMs, double EarMs, double PageMs, double PlayoutMs, bool IsMeasured)
{
    /// <summary>From the capture to where sound leaves for the output, by the page.</summary>
    public double RendererMs => PageMs - PlayoutMs;

    /// <summary>What the page shows less what is heard.</summary>
    public double ErrorMs => PageMs - EarMs;

    public bool IsGood => !IsMeasured || (Math.Abs(ErrorMs) <= 5 && (Path != "webrtc" || RendererMs <= 45));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"latency, {Path}: the page says {PageMs:F1} ms "
        + $"({RendererMs:F1} to the renderer, {PlayoutMs:F1} playout){(IsMeasured ? "" : ", an estimate")}; "
        + $"{Markers} markers: {EarMs:F1} ms at the sink ({ErrorMs:+0.0;-0.0} ms), {GraphMs:F1} ms in the page's audio graph");
}
