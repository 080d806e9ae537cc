using Continuo.Cli.Output;
using Continuo.Cli.Reports.Desk;

namespace Continuo.Cli.Desk;

/// <summary>
/// The meters of a view: levels rise at once and fall slowly, so that a drawn view shows what happened between two draws. For one thread.
/// </summary>
internal sealed class DeskMeters
{
    private Dictionary<string, double> _levels = new(StringComparer.Ordinal);

    /// <summary>Level of the mix in dBFS.</summary>
    public double Mix { get; private set; } = MeterBar.FloorDb;

    /// <summary>Level of a person in dBFS.</summary>
    public double Of(string id) => _levels.GetValueOrDefault(id, MeterBar.FloorDb);

    /// <summary>Takes the levels of a report. Who has left is forgotten.</summary>
    public void Take(DeskReport report)
    {
        Mix = DeskView.Fall(Mix, report.PeakDb);
        _levels = report.Persons.DistinctBy(p => p.Id)
            .ToDictionary(p => p.Id, p => DeskView.Fall(Of(p.Id), p.LevelDb), StringComparer.Ordinal);
    }
}
