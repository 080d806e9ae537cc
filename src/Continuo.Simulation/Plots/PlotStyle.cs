namespace Continuo.Simulation.Plots;

/// <summary>The style sheet of all plots, for light and dark backgrounds.</summary>
internal static class PlotStyle
{
    public const string Sheet = """
        text { font: 12px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2937; }
        .paper { fill: #ffffff; }
        .title { font-size: 17px; font-weight: 600; }
        .label { font-weight: 600; }
        .quiet, .tick { fill: #6b7280; }
        .middle { text-anchor: middle; }
        .end { text-anchor: end; }
        .grid { stroke: #e5e7eb; fill: none; }
        .strip { fill: #f3f4f6; }
        .line { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
        .target { stroke-dasharray: 5 4; stroke-width: 1.2; }
        .bar { stroke-width: 1.5; fill: none; }
        .arrival { stroke: #9ca3af; stroke-width: 1.8; stroke-linecap: round; }
        .large { stroke-width: 5; }
        .lost { stroke: #dc2626; }
        .m0 { stroke: #2563eb; } .m1 { stroke: #d97706; } .m2 { stroke: #059669; } .m3 { stroke: #9333ea; } .m4 { stroke: #db2777; } .m5 { stroke: #475569; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e5e7eb; }
          .paper { fill: #111827; }
          .quiet, .tick { fill: #9ca3af; }
          .grid { stroke: #1f2937; }
          .strip { fill: #1f2937; }
          .arrival { stroke: #6b7280; }
          .lost { stroke: #f87171; }
          .m0 { stroke: #60a5fa; } .m1 { stroke: #fbbf24; } .m2 { stroke: #34d399; } .m3 { stroke: #c084fc; } .m4 { stroke: #f472b6; } .m5 { stroke: #94a3b8; }
        }

        """;
}
