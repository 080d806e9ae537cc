using Continuo.Cli.Reports.Desk;
using Continuo.Rooms;

namespace Continuo.Cli.Desk;

/// <summary>Handles the keys of a desk. Keeps the selected person, by id, as others come and go.</summary>
internal sealed class DeskKeys(DeskRun desk)
{
    private const int Step = 5;

    private string? _chosen;

    /// <summary>Position of the selected person.</summary>
    public int Chosen(DeskReport report)
    {
        var index = report.Persons.ToList().FindIndex(p => p.Id == _chosen);
        return Math.Max(0, index);
    }

    /// <summary>Handles a key.</summary>
    public void Press(ConsoleKeyInfo key)
    {
        var report = desk.Report();
        switch (key.Key)
        {
            case ConsoleKey.UpArrow:
                Choose(report, Chosen(report) - 1);
                return;
            case ConsoleKey.DownArrow:
                Choose(report, Chosen(report) + 1);
                return;
            case ConsoleKey.LeftArrow:
                Change(report, -Step);
                return;
            case ConsoleKey.RightArrow:
                Change(report, Step);
                return;
            case >= ConsoleKey.F1 and <= ConsoleKey.F9:
                desk.Tape.ToggleAnnouncement(key.Key - ConsoleKey.F1);
                return;
        }

        if (key.KeyChar == 'P')
        {
            if (report.Persons.Count > 0) desk.Tape.ToggleReplay(report.Persons[Chosen(report)]);
            return;
        }

        switch (char.ToLowerInvariant(key.KeyChar))
        {
            case '+' or '=':
                Change(report, Step);
                break;
            case '-':
                Change(report, -Step);
                break;
            case '0':
                Set(report, v => v with { Volume = 1 });
                break;
            case 'm':
                Set(report, v => v with { IsMuted = !v.IsMuted });
                break;
            case 's':
                Set(report, v => v with { IsSolo = !v.IsSolo });
                break;
            case 'r':
                desk.Tape.ToggleRecording();
                break;
            case 'p':
                desk.Tape.ToggleReplay(null);
                break;
            case >= '1' and <= '9' and var digit when digit - '1' < report.Groups.Count:
                desk.Toggle(report.Groups[digit - '1'].Name);
                break;
        }
    }

    private void Choose(DeskReport report, int index)
    {
        if (report.Persons.Count > 0) _chosen = report.Persons[Math.Clamp(index, 0, report.Persons.Count - 1)].Id;
    }

    private void Change(DeskReport report, int percent) => Set(report, v => v with
    {
        Volume = Math.Clamp(Math.Round(v.Volume * 100 / Step) * Step + percent, 0, 200) / 100,
    });

    private void Set(DeskReport report, Func<SpeakerVolume, SpeakerVolume> change)
    {
        if (report.Persons.Count > 0) desk.Set(report.Persons[Chosen(report)].Id, change);
    }
}
