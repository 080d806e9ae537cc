using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>A command line in a shell, with all processes that it starts in a group of their own.</summary>
internal sealed partial class ShellProcess : IDisposable
{
    private const int InterruptSignal = 2;
    private const int KillSignal = 9;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _command;
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    public ShellProcess(string folder, IReadOnlyDictionary<string, string?> environment, string command)
    {
        _command = command;
        var start = new ProcessStartInfo("setsid", ["bash", "-o", "pipefail", "-c", command])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Add;
        _process.ErrorDataReceived += Add;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Close();
    }

    /// <summary>Waits for a state that the command brings about.</summary>
    public void WaitUntil(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (_process.WaitForExit(TimeSpan.Zero))
            {
                Assert.Fail($"{_command}\nended with {_process.ExitCode} before what it is to bring about:\n{this}");
            }

            if (watch.Elapsed > Limit)
            {
                Assert.Fail($"{_command}\nhas not brought about what it is to within {Limit.TotalSeconds} s:\n{this}");
            }

            Thread.Sleep(50);
        }
    }

    /// <summary>Ctrl-C: to all of the group, as a terminal does.</summary>
    public void Interrupt() => Assert.Equal(0, Kill(-_process.Id, InterruptSignal));

    /// <summary>Waits for the end, which must be a success.</summary>
    public void MustEnd(bool anyExitCode)
    {
        if (!_process.WaitForExit(Limit)) Assert.Fail($"{_command}\ndid not end within {Limit.TotalSeconds} s:\n{this}");
        _process.WaitForExit();
        Assert.True(anyExitCode || _process.ExitCode == 0, $"{_command}\nended with {_process.ExitCode}:\n{this}");
    }

    public void Dispose()
    {
        _ = Kill(-_process.Id, KillSignal); // what is still there
        _process.Dispose();
    }

    public override string ToString()
    {
        lock (_said) return _said.ToString();
    }

    private void Add(object sender, DataReceivedEventArgs line)
    {
        lock (_said) _said.AppendLine(line.Data);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
