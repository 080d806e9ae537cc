using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Pipes.Interop;

namespace Continuo.Pipes;

/// <summary>
/// A command run by the system's shell, with its standard input or output as a pipe. It does not outlive its owner: on disposal it receives
/// SIGTERM with all its descendants, and SIGKILL half a second later. Thread-safe.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly string _asked;
    private readonly Process _process;
    private readonly TextTail _errors;
    private Stream? _input; // standard input of the process; closing it ends the input
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

    /// <summary>Standard output of the process, if requested at the start. Closed by its reader.</summary>
    public Stream StandardOutput { get; }

    /// <summary>
    /// Starts a command. Its input is a pipe. Its output is a pipe if <paramref name="read"/> is set, otherwise it is inherited.
    /// </summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.ProcessFailed"/> if the shell cannot be started.</exception>
    public static ChildProcess Start(string asked, string command, bool read)
    {
        if (string.IsNullOrWhiteSpace(command))
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, asked, "no command is given",
                "Write it after the colon, for example exec:ffmpeg -i song.mp3 -f f32le -");
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
            throw new AudioException(AudioErrorCode.ProcessFailed, asked, $"the shell cannot be started ({e.Message})",
                "Check that /bin/sh exists and that more processes are allowed", e);
        }
    }

    /// <summary>Waits for the process to exit.</summary>
    /// <returns>Whether it has exited.</returns>
    public bool Wait(TimeSpan timeout)
    {
        try
        {
            return _process.WaitForExit(timeout);
        }
        catch (InvalidOperationException)
        {
            return true; // disposed meanwhile
        }
    }

    /// <summary>
    /// The failure, if the process exited by itself with a code other than 0. The message ends with the last line of its standard error.
    /// </summary>
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
        return new AudioException(AudioErrorCode.ProcessFailed, _asked, words.Length == 0 ? happened : $"{happened} ({words})",
            "Try the command in a shell");
    }

    /// <summary>Sends SIGTERM to the process and its descendants, and returns at once.</summary>
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

    /// <summary>Ends the process and its descendants within about half a second, by SIGKILL if necessary.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        var family = OperatingSystem.IsWindows() ? [] : Family();
        Terminate();
        if (!Wait(Grace)) KillTree();

        // Descendants whose parent exited first have no parent in the tree any more, but were listed above.
        foreach (var process in family.Where(p => Directory.Exists($"/proc/{p}"))) Signals.SendKill(process);
        CloseInput();
        _process.Dispose();
    }

    /// <summary>Transfers ownership of the standard input; the new owner closes it to end the input. Once.</summary>
    public Stream TakeInput() =>
        Interlocked.Exchange(ref _input, null) ?? throw new InvalidOperationException("The input has been closed or transferred.");

    /// <summary>Closes the standard input, unless it was transferred.</summary>
    public void CloseInput()
    {
        try
        {
            Interlocked.Exchange(ref _input, null)?.Dispose();
        }
        catch (IOException)
        {
            // The process closed it first.
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
            // It exited meanwhile.
        }
    }

    // The process and its descendants, as listed by the kernel; the process alone where the kernel has no list.
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
                // It exited meanwhile, or the kernel has no list.
            }
        }

        return family;
    }
}
