using System.Globalization;

namespace Continuo.Devices.Pulse;

/// <summary>
/// Parents and names of processes, from <c>/proc</c>. Processes may start and exit at any time; one that has exited has no parent and no
/// name.
/// </summary>
internal static class ProcessTree
{
    // Deeper than any real tree; also ends a walk through ids that were reused meanwhile.
    private const int MaxDepth = 64;

    /// <summary>Whether the process is running. One that has exited but has not been reaped by its parent is not.</summary>
    public static bool Exists(int processId) => FieldsOf(processId) is [var state, ..] && state is not ("Z" or "X");

    /// <summary>The process and its ancestors, nearest first, without the init process, whose descendant every process is.</summary>
    public static IEnumerable<int> Lineage(int processId)
    {
        for (var depth = 0; processId > 1 && depth < MaxDepth; depth++)
        {
            yield return processId;
            processId = ParentOf(processId);
        }
    }

    /// <summary>Names of the process: its own name, its program's file name, and the name it was started as.</summary>
    public static IEnumerable<string> NamesOf(int processId)
    {
        if (!Exists(processId)) yield break;
        if (ReadText(Path(processId, "comm")).Trim() is { Length: > 0 } own) yield return own;
        if (ProgramOf(processId) is { Length: > 0 } program) yield return program;
        var start = ReadText(Path(processId, "cmdline")).Split('\0')[0];
        if (System.IO.Path.GetFileName(start) is { Length: > 0 } started) yield return started;
    }

    /// <summary>All processes.</summary>
    public static IEnumerable<int> All()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(System.IO.Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                yield return id;
            }
        }
    }

    private static int ParentOf(int processId)
    {
        var fields = FieldsOf(processId);
        return fields.Length > 1 && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var parent) ? parent : 0;
    }

    // "pid (name) state parent …". The name may contain anything, so the last parenthesis counts.
    private static string[] FieldsOf(int processId)
    {
        var stat = ReadText(Path(processId, "stat"));
        return stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string ProgramOf(int processId)
    {
        try
        {
            return System.IO.Path.GetFileName(File.ResolveLinkTarget(Path(processId, "exe"), returnFinalTarget: false)?.FullName) ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Path(int processId, string file) => string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/{file}");
}
