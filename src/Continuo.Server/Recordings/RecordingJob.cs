using Continuo.Client.Contract.Requests;

namespace Continuo.Server.Recordings;

/// <summary>A recording that runs, as another server needs it to go on.</summary>
/// <param name="Request">What is recorded, with the name it was given.</param>
/// <param name="StartedAt">When it was started.</param>
internal sealed record RecordingJob(StartRecordingRequest Request, DateTimeOffset StartedAt)
{
    /// <summary>What is still to be recorded; <see langword="null"/> if its time is over.</summary>
    public StartRecordingRequest? RestAt(DateTimeOffset now)
    {
        if (Request.DurationSeconds is not { } seconds) return Request;
        var rest = seconds - (now - StartedAt).TotalSeconds;
        return rest < 0.1 ? null : Request with { DurationSeconds = rest };
    }
}
