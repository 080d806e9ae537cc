using System.Globalization;
using Continuo.Client.Contract.Server;
using Continuo.Hosting.Checks;
using Continuo.Server.Options;

namespace Continuo.Server.Api;

/// <summary>
/// The checks of <c>continuo doctor</c>, in this process, and those of the server's own needs. Clients that ask at the same time, or
/// shortly one after another, get the same answer. Thread-safe.
/// </summary>
internal sealed class ServerDoctor(ServerOptions options, TimeProvider time) : IDisposable
{
    private const long LittleSpace = 1L << 30;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _gate = new(1);
    private IReadOnlyList<Finding> _findings = [];
    private long _checkedAt = long.MinValue;

    /// <summary>Runs all checks. Takes seconds if the audio server does not answer.</summary>
    public async Task<IReadOnlyList<Finding>> CheckAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_checkedAt != long.MinValue && time.GetElapsedTime(_checkedAt) < Fresh) return _findings;
            var checks = await Task.Run(() => MachineChecks.Run(options.Backend), CancellationToken.None).ConfigureAwait(false);
            _findings = [.. checks.Append(Recordings()).Select(Of)];
            _checkedAt = time.GetTimestamp();
            return _findings;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private static Finding Of(MachineCheck check) =>
        new(check.Id, Enum.Parse<FindingState>(check.State.ToString()), check.Title, check.Detail, check.Command, check.Advice);

    private MachineCheck Recordings()
    {
        const string Id = "recordings";
        const string Choose = "hoose another directory with --recordings";
        var directory = Path.GetFullPath(options.RecordingsDirectory);
        try
        {
            var existing = directory;
            while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent) existing = parent;
            var free = new DriveInfo(existing).AvailableFreeSpace;
            var text = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1 << 30):0.0} GB are free in {directory}");
            return free >= LittleSpace
                ? new MachineCheck(Id, Id, CheckState.Ok, text)
                : new MachineCheck(Id, Id, CheckState.Warning, text, Advice: $"Delete recordings, or c{Choose}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new MachineCheck(Id, Id, CheckState.Warning, $"{directory} cannot be used: {e.Message}", Advice: $"C{Choose}");
        }
    }
}
