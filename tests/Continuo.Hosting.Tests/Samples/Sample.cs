using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace Continuo.Hosting.Tests.Samples;

/// <summary>A built sample, run as a process of its own.</summary>
internal sealed class Sample : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly string Pattern =
        typeof(Sample).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Samples").Value!;

    private readonly StringBuilder _errors = new();

    private Sample(string name, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Pattern.Replace("{0}", name, StringComparison.Ordinal));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        Process = Process.Start(start)!;
        Process.ErrorDataReceived += (_, e) => _errors.AppendLine(e.Data);
        Process.BeginErrorReadLine();
    }

    public Process Process { get; }

    public static Sample Start(string name, params string[] arguments) => new(name, arguments);

    /// <summary>Runs to the end.</summary>
    /// <param name="name">The sample's project.</param>
    /// <param name="input">What is on its standard input.</param>
    /// <param name="arguments">Its arguments.</param>
    public static (int ExitCode, byte[] Output, string Errors) Run(string name, string input, params string[] arguments)
    {
        using var sample = new Sample(name, arguments);
        using var output = new MemoryStream();
        var reading = sample.Process.StandardOutput.BaseStream.CopyToAsync(output);
        sample.Process.StandardInput.Write(input);
        sample.Process.StandardInput.Close();
        Assert.True(reading.Wait(Timeout), $"{name} did not end: {sample._errors}");
        return (sample.WaitForEnd(), output.ToArray(), sample._errors.ToString());
    }

    public int WaitForEnd()
    {
        Assert.True(Process.WaitForExit(Timeout), $"the sample did not end: {_errors}");
        Process.WaitForExit(); // until all it said has been read
        return Process.ExitCode;
    }

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill(entireProcessTree: true);
        Process.Dispose();
    }
}
