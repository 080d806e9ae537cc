using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Continuo.Cli.Tests.Processes;

/// <summary>The built command line, run as a process of its own in a folder.</summary>
internal sealed partial class CliProcess : IDisposable
{
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private const int HangUp = 1;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly MemoryStream _output = new();
    private readonly MemoryStream _error = new();
    private readonly Task _reading;

    private CliProcess(string folder, string[] arguments, byte[]? input, IReadOnlyDictionary<string, string?>? environment)
    {
        var start = new ProcessStartInfo(ContinuoProgram.Command[0])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in (string[])[.. ContinuoProgram.Command[1..], .. arguments]) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput, _output), ReadAsync(_process.StandardError, _error), FeedAsync(input));
    }

    /// <summary>Runs to the end.</summary>
    public static CliResult Run(string folder, params string[] arguments) => Start(folder, arguments).WaitForEnd();

    /// <summary>Runs to the end with something on standard input.</summary>
    public static CliResult RunWithInput(string folder, byte[] input, params string[] arguments) =>
        new CliProcess(folder, arguments, input, null).WaitForEnd();

    /// <summary>Runs to the end with other environment variables; <see langword="null"/> takes one away.</summary>
    public static CliResult RunWithEnvironment(
        string folder, IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        new CliProcess(folder, arguments, null, environment).WaitForEnd();

    /// <summary>Starts and returns at once.</summary>
    public static CliProcess Start(string folder, params string[] arguments) => new(folder, arguments, null, null);

    /// <summary>Starts with other environment variables.</summary>
    public static CliProcess StartWithEnvironment(
        string folder, IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        new(folder, arguments, null, environment);

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>What it has printed so far.</summary>
    public string Output => Text(_output);

    /// <summary>What it has written to standard error so far.</summary>
    public string Error => Text(_error);

    /// <summary>Waits until a condition holds, which the process brings about.</summary>
    public void WaitUntil(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.False(_process.HasExited, $"the process ended before the condition held: {Error}");
            Assert.True(watch.Elapsed < Timeout, "the condition never held");
            Thread.Sleep(20);
        }
    }

    /// <summary>Ctrl-C.</summary>
    public void SendInterrupt() => Assert.Equal(0, Kill(_process.Id, Interrupt));

    /// <summary>What a service manager sends.</summary>
    public void SendTerminate() => Assert.Equal(0, Kill(_process.Id, Terminate));

    /// <summary>SIGHUP.</summary>
    public void SendHangUp() => Assert.Equal(0, Kill(_process.Id, HangUp));

    /// <summary>kill -9.</summary>
    public void KillAtOnce() => _process.Kill();

    public CliResult WaitForEnd()
    {
        if (!_process.WaitForExit(Timeout) || !_reading.Wait(Timeout))
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"the process did not end within {Timeout.TotalSeconds} s; it said: {Error}");
        }

        return new CliResult(_process.ExitCode, _output.ToArray(), Error);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    private static async Task ReadAsync(StreamReader from, MemoryStream to)
    {
        var buffer = new byte[65_536];
        for (int count; (count = await from.BaseStream.ReadAsync(buffer)) > 0;)
        {
            lock (to) to.Write(buffer, 0, count);
        }
    }

    private static string Text(MemoryStream stream)
    {
        lock (stream) return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private async Task FeedAsync(byte[]? input)
    {
        try
        {
            if (input is not null) await _process.StandardInput.BaseStream.WriteAsync(input);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It did not want to read any more.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
