using Continuo.Devices.Backends;

namespace Continuo.Devices.Wasapi;

/// <summary>Groups sessions by application. Needs no Windows.</summary>
internal static class SessionTable
{
    private const string Extension = ".exe";

    /// <summary>Applications with their sessions, sorted by name; without the system's own sounds and processes that have ended.</summary>
    public static List<AudioApplication> Applications(IReadOnlyList<SessionEntry> sessions, ProcessForest processes)
    {
        var applications = new List<AudioApplication>();
        var indexed = sessions.Select((session, index) => (Session: session, Index: (long)index)).Where(s => s.Session.ProcessId > 0);
        foreach (var group in indexed.GroupBy(s => s.Session.ProcessId))
        {
            if (processes.NameOf(group.Key) is not { } name) continue;
            var list = group.Select(s => new AudioSession(s.Index, NameOf(s.Session, name), s.Session.Volume, s.Session.IsMuted,
                !s.Session.IsActive, s.Session.Device, null)).ToArray();
            applications.Add(new AudioApplication(name, group.Key, name + Extension, list));
        }

        applications.Sort(static (a, b) => string.Compare(a.Name, b.Name, StringComparison.OrdinalIgnoreCase));
        return applications;
    }

    /// <summary>Whether a session belongs to an application, children included.</summary>
    /// <param name="processId">The session's process.</param>
    /// <param name="application">Process id or program name.</param>
    /// <param name="processes">All processes.</param>
    public static bool Belongs(int processId, string application, ProcessForest processes) =>
        processId > 0 && processes.RootsOf(application).Any(root => processes.Contains(root, processId));

    // A display name that starts with @ is a resource of a library.
    private static string NameOf(SessionEntry session, string program) =>
        session.DisplayName.Length == 0 || session.DisplayName[0] == '@' ? program : session.DisplayName;
}
