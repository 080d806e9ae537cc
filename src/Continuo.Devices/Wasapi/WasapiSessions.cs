using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using NAudio.CoreAudioApi;
using NAudio.CoreAudioApi.Interfaces;

namespace Continuo.Devices.Wasapi;

/// <summary>Reads and changes the sessions of all outputs.</summary>
[SupportedOSPlatform("windows")]
internal static class WasapiSessions
{
    /// <summary>All sessions that have not expired.</summary>
    public static List<SessionEntry> List()
    {
        var sessions = new List<SessionEntry>();
        ForEach((session, device) =>
        {
            using var volume = session.SimpleAudioVolume;
            sessions.Add(new SessionEntry(session.IsSystemSoundsSession ? 0 : (int)session.GetProcessID, session.DisplayName ?? "",
                volume.Volume, volume.Mute, session.State == AudioSessionState.AudioSessionStateActive, device));
        });
        return sessions;
    }

    /// <summary>Ids of the processes that have a session.</summary>
    public static HashSet<int> PlayingProcesses() => [.. List().Select(s => s.ProcessId).Where(id => id > 0)];

    /// <summary>Changes the sessions of processes.</summary>
    /// <param name="belongs">Whether a process is meant.</param>
    /// <param name="change">The change.</param>
    /// <returns>Number of sessions changed.</returns>
    public static int Change(Func<int, bool> belongs, Action<SimpleAudioVolume> change)
    {
        var changed = 0;
        ForEach((session, _) =>
        {
            if (session.IsSystemSoundsSession || !belongs((int)session.GetProcessID)) return;
            using var volume = session.SimpleAudioVolume;
            change(volume);
            changed++;
        });
        return changed;
    }

    private static void ForEach(Action<AudioSessionControl, string> action)
    {
        using var enumerator = new MMDeviceEnumerator();
        using var devices = enumerator.EnumerateAudioEndPoints(DataFlow.Render, DeviceState.Active);
        foreach (var device in devices)
        {
            using (device)
            {
                try
                {
                    using var manager = device.AudioSessionManager;
                    using var sessions = manager.Sessions;
                    for (var i = 0; i < sessions.Count; i++)
                    {
                        using var session = sessions[i];
                        if (session.State != AudioSessionState.AudioSessionStateExpired) action(session, device.ID);
                    }
                }
                catch (COMException)
                {
                    // The device was removed meanwhile, or has no sessions.
                }
            }
        }
    }
}
