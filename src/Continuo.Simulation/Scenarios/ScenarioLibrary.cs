using Continuo.Audio;
using Continuo.Simulation.Clocks;
using Continuo.Simulation.Networks;

namespace Continuo.Simulation.Scenarios;

/// <summary>The named scenarios. Times are milliseconds; packets last 20 ms.</summary>
public static class ScenarioLibrary
{
    /// <summary>All scenarios, in the order of reports.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("steady", "a wired network: 25 ms, gamma jitter of 1 ms",
            () => [RandomDelay.Constant(25), RandomDelay.Gamma(2, 0.5), new InOrder()]),
        new("wifi-bursts", "Wi-Fi with contention: median 3 ms, 90 % within 20 ms, 1 % above 250 ms", Wifi)
        {
            Origin = "K. Sui et al., Characterizing and Improving WiFi Latency in Large-Scale Operational Networks, MobiSys 2016",
        },
        new("lte-4g", "LTE: scheduling requests every 10 ms, a tenth of the blocks retransmitted after 8 ms, with occasional stalls", Lte)
        {
            Origin = "3GPP TS 36.213 (CQI: block error rate 0.1), TS 36.321 (HARQ round trip of 8 ms)",
        },
        new("mobile-handover", "LTE in motion: every ten seconds or so a hand-over of about 50 ms, a fifth of its packets lost", Handover)
        {
            Origin = "3GPP TR 36.881 (hand-over execution of 49.5 ms)",
        },
        new("leo-satellite", "low-orbit satellites that change every 15 s: spikes of 140 ms at the start and 75 ms at the end of each turn",
            Satellite)
        {
            Origin = "Statistical Characterization and Prediction of E2E Latency over LEO Satellite Networks, arXiv:2601.08439",
        },
        new("spike-600", "steady, but for 600 ms nothing gets through, once, 15 s after the start",
            () => [RandomDelay.Constant(30), RandomDelay.Gamma(2, 1), Stalls.Once(15_000, 600), new InOrder()]),
        new("bufferbloat", "an uplink with a 300 ms buffer that transfers fill and leave",
            () => [RandomDelay.Constant(20), RandomDelay.Gamma(2, 1), new Bottleneck(300, 8_000, 8_000), new InOrder()])
        {
            Origin = "shape and size after J. Gettys, K. Nichols, Bufferbloat: Dark Buffers in the Internet, ACM Queue 9 (2011)",
        },
        new("rate-step", "the route changes: 30 ms, 80 ms after a third, 45 ms after two",
            () => [new Route((0, 30), (20_000, 80), (40_000, 45)), RandomDelay.Gamma(2, 1.5), new InOrder()]),
        new("heavy-tail", "a busy route: Pareto delays of shape 1.5 up to 400 ms",
            () => [RandomDelay.Constant(40), RandomDelay.Pareto(3, 1.5, 400), new InOrder()]),
        new("reordering", "a tenth of the packets takes 15–60 ms longer and is overtaken",
            () => [RandomDelay.Constant(30), RandomDelay.Gamma(2, 1), new Reordering(0.1, 15, 60)]),
        new("duplicates", "a tenth of the packets arrives twice, some overtake",
            () => [RandomDelay.Constant(30), RandomDelay.Normal(5, 5), new Duplication(0.1, 40)]),
        new("loss-5", "5 % lost at random", () => Lossy(new RandomLoss(0.05))),
        new("loss-10", "10 % lost at random", () => Lossy(new RandomLoss(0.10))),
        new("loss-20", "20 % lost at random", () => Lossy(new RandomLoss(0.20))),
        new("burst-loss-5", "5 % lost in bursts of 3 packets on average", () => Lossy(GilbertElliottLoss.Of(0.05, 3))),
        new("burst-loss-10", "10 % lost in bursts of 3 packets on average", () => Lossy(GilbertElliottLoss.Of(0.10, 3))),
        new("burst-loss-20", "20 % lost in bursts of 3 packets on average", () => Lossy(GilbertElliottLoss.Of(0.20, 3))),
        new("bursts-60ms", "60 ms are lost every second or so", () => Lossy(new BurstLoss(60, 700, 300))),
        new("drift-fast", "the sender's clock is 300 ppm fast",
            Drifting) { Sender = new PacketSender { Clock = ClockModel.Constant(300) } },
        new("drift-slow", "the sender's clock is 300 ppm slow",
            Drifting) { Sender = new PacketSender { Clock = ClockModel.Constant(-300) } },
        new("talk-and-pause", "someone speaks for 1.5 s on average and sends nothing in the pauses of 1 s between",
            () => [RandomDelay.Constant(30), RandomDelay.Gamma(2, 4), new InOrder()])
        {
            Sender = new PacketSender { MeanTalkMs = 1500, MeanPauseMs = 1000 },
        },
    ];

    /// <summary>Finds a scenario by name.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/>: there is none.</exception>
    public static Scenario Find(string name) => All.FirstOrDefault(s => s.Name == name) ?? throw new AudioException(
        AudioErrorCode.NotFound,
        $"trace '{name}'",
        "there is no such scenario",
        $"Use a trace file or one of {string.Join(", ", All.Select(s => s.Name))}");

    /// <summary>
    /// Log-normal in the body (median 3 ms, 90 % within 16 ms); contention adds the tail, the same for all packets at that time.
    /// </summary>
    private static IImpairment[] Wifi() =>
    [
        RandomDelay.Constant(5),
        RandomDelay.LogNormal(3, 1.3, 60),
        new Stalls(r => 300 + r.NextExponential(2700), r => Math.Min(400, r.NextLogNormal(110, 0.7))),
        new InOrder(),
    ];

    /// <summary>A packet waits uniformly up to a request period; its block is then retransmitted as often as it fails.</summary>
    private static IImpairment[] Lte() =>
    [
        RandomDelay.Constant(25),
        RandomDelay.Uniform(0, 10),
        new RandomDelay(Retransmissions),
        new Stalls(r => 1000 + r.NextExponential(7000), r => 40 + r.NextExponential(40)),
        new InOrder(),
    ];

    private static IImpairment[] Handover() =>
    [
        RandomDelay.Constant(35),
        RandomDelay.Uniform(0, 10),
        new RandomDelay(Retransmissions),
        new Stalls(r => 4000 + r.NextExponential(6000), r => Math.Max(20, 49.5 + 15 * r.NextNormal()), lostShare: 0.2),
        new InOrder(),
    ];

    private static IImpairment[] Satellite() =>
    [
        new WalkingRoute(15_000, 25, 45),
        RandomDelay.Gamma(3, 2),
        Stalls.Every(15_000, 140, 15_000),
        Stalls.Every(14_925, 75, 15_000),
        new InOrder(),
    ];

    private static IImpairment[] Lossy(IImpairment loss) => [RandomDelay.Constant(30), RandomDelay.Gamma(2, 2), new InOrder(), loss];

    private static IImpairment[] Drifting() => [RandomDelay.Constant(30), RandomDelay.Gamma(2, 1.5), new InOrder()];

    private static double Retransmissions(SimulationRandom random)
    {
        var ms = 0.0;
        while (ms < 40 && random.Happens(0.1)) ms += 8;
        return ms;
    }
}
