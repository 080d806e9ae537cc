using Continuo.Simulation.Load;

namespace Continuo.Cli.Reports.Network;

/// <summary>What the speakers' jitter buffers did besides playing what arrived, in seconds of audio.</summary>
internal sealed record BufferWorkReport(double StretchedSeconds, double ShortenedSeconds, double ConcealedSeconds, double SkippedSeconds)
{
    public static BufferWorkReport Of(in BufferWork work) =>
        new(Math.Round(work.Stretched, 3), Math.Round(work.Shortened, 3), Math.Round(work.Concealed, 3), Math.Round(work.Skipped, 3));
}
