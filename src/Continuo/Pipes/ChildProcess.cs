using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Pipes.Interop;

namespace Continuo.Pipes;

/// <summary>
/// A command run by the system's shell, with its standard input or output as a pipe. It never outlives its owner: it is asked to end,
/// with all its descendants, and half a second later made to. Thread-safe.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly string _asked;
    private readonly Process _process;
    private readonly TextTail _errors;
    private Stream? _input; // what the process reads; closing it is the end of its input
    private int _terminated;
    private int _disposed;

    private ChildProcess(string asked, Process process)
    {
        _asked = asked;
        _process = process;
        _errors = new TextTail(process.StandardError.BaseStream);
        _input = process.StandardInput.BaseStream;
        StandardOutput = process.StartInfo.RedirectStandardOutput ? process.StandardOutput.BaseStream : Stream.Null;
    }

    /// <summary>What the process writes, if asked for at the start. Whoever reads it closes it.</summary>
    public Stream StandardOutput { get; }

    /// <summary>Starts a command. Its input is a pipe; its output too if it is <paramref name="read"/>, else it goes where ours goes.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.ProcessFailed"/> if the shell cannot be started.</exception>
    public static ChildProcess Start(string asked, string command, bool read)
    {
        if (string.IsNullOrWhiteSpace(command))
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, asked, "no command is given", "Write it after the colon, for example exec:ffmpeg -i song.mp3 -f f32le -");
        }

        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", $"/d /s /c \"{command}\"")
            : new ProcessStartInfo("/bin/sh", ["-c", command]);
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        start.RedirectStandardInput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = read;
        try
        {
            return new ChildProcess(asked, Process.Start(start)!);
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            throw new AudioException(AudioErrorCode.ProcessFailed, asked, $"the shell cannot be started ({e.Message})", "Check that /bin/sh exists and that more processes are allowed", e);
        }
    }

    /// <summary>Waits for the end of the process.</summary>
    /// <returns>Whether it has ended.</returns>
    public bool Wait(TimeSpan patience)
    {
        try
        {
            return _process.WaitForExit(patience);
        }
        catch (InvalidOperationException)
        {
            return true; // disposed meanwhile
        }
    }

    /// <summary>Why it ended, if it has ended by itself with an exit code other than 0; the message closes with its last words.</summary>
    public AudioException? Failure()
    {
        int code;
        try
        {
            if (Volatile.Read(ref _terminated) != 0 || !_process.HasExited) return null;
            code = _process.ExitCode;
        }
        catch (InvalidOperationException)
        {
            return null; // disposed meanwhile
        }

        if (code == 0) return null;
        var words = _errors.LastLine(TimeSpan.FromMilliseconds(200));
        var happened = string.Create(CultureInfo.InvariantCulture, $"the command ended with exit code {code}");
        return new AudioException(AudioErrorCode.ProcessFailed, _asked, words.Length == 0 ? happened : $"{happened} ({words})", "Try the command in a shell");
    }

    /// <summary>Asks the process and its descendants to end, and returns at once.</summary>
    public void Terminate()
    {
        if (Interlocked.Exchange(ref _terminated, 1) != 0) return;
        if (OperatingSystem.IsWindows())
        {
            KillTree();
            return;
        }

        foreach (var process in Family()) Signals.SendTerminate(process);
    }

    /// <summary>Ends the process and its descendants, if need be by force, within about half a second.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        var family = OperatingSystem.IsWindows() ? [] : Family();
        Terminate();
        if (!Wait(Grace)) KillTree();

        // Descendants whose parent ended before them belong to nobody now, but were seen above.
        foreach (var process in family.Where(p => Directory.Exists($"/proc/{p}"))) Signals.SendKill(process);
        CloseInput();
        _process.Dispose();
    }

    /// <summary>Hands over what the process reads to a new owner, who closes it to end its input. Once.</summary>
    public Stream TakeInput() => Interlocked.Exchange(ref _input, null) ?? throw new InvalidOperationException("The input has been closed or handed over.");

    /// <summary>Ends the process's input, unless it was handed over.</summary>
    public void CloseInput()
    {
        try
        {
            Interlocked.Exchange(ref _input, null)?.Dispose();
        }
        catch (IOException)
        {
            // The process has closed it before.
        }
    }

    private void KillTree()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended meanwhile.
        }
    }

    // The process and its descendants as the kernel lists them; the process alone where it does not.
    private List<int> Family()
    {
        if (Wait(TimeSpan.Zero)) return [];
        var family = new List<int> { _process.Id };
        for (var i = 0; i < family.Count; i++)
        {
            try
            {
                var children = File.ReadAllText($"/proc/{family[i]}/task/{family[i]}/children");
                family.AddRange(children.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or the kernel does not tell.
            }
        }

        return family;
    }
}
