using System.Xml.Linq;
using Continuo.Simulation.Comparison;
using Continuo.Simulation.Plots;
using Continuo.Simulation.Scenarios;

namespace Continuo.Simulation.Tests.Plots;

public sealed class PlayoutPlotTests
{
    [Theory]
    [InlineData("spike-600")]
    [InlineData("loss-20")]
    [InlineData("talk-and-pause")]
    public void The_picture_is_well_formed_names_all_methods_and_draws_a_line_for_each(string name)
    {
        var scenario = ScenarioLibrary.Find(name);
        var comparison = TraceComparison.Run(scenario.Trace(1, TimeSpan.FromSeconds(30)), PlayoutMethods.All);
        var svg = PlayoutPlot.Draw(comparison, "lost & found <here>");
        var picture = XDocument.Parse(svg).Root!;
        var texts = picture.Elements().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToList();
        Assert.Contains("lost & found <here>", texts);
        Assert.All(PlayoutMethods.All, m => Assert.Contains(m.Name, texts));
        var courses = picture.Elements().Where(e => e.Name.LocalName == "path"
            && e.Attribute("class")!.Value.StartsWith("line", StringComparison.Ordinal) && e.Attribute("d")!.Value.Length > 200);
        Assert.True(courses.Count() >= PlayoutMethods.All.Count - 1);
        Assert.DoesNotContain("NaN", svg);
        Assert.DoesNotContain("∞", svg);
        Assert.InRange(svg.Length, 5_000, 120_000);
    }

    [Theory]
    [InlineData(7, 6, 2)]
    [InlineData(60, 12, 5)]
    [InlineData(0.9, 6, 0.2)]
    [InlineData(600, 6, 100)]
    public void Marks_stand_at_round_values(double most, int count, double step) =>
        Assert.Equal(step, new PlotAxis(most, 0, 100).Step(count), 9);
}
