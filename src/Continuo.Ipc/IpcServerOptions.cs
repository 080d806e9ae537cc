using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Ipc.Wire;

namespace Continuo.Ipc;

/// <summary>Options of an <see cref="IpcServer"/>. Immutable.</summary>
public sealed record IpcServerOptions : ClockedOptions
{
    /// <summary>64 clients, 10 ms for each message.</summary>
    public static readonly IpcServerOptions Default = new();

    /// <summary>Maximum number of clients, 1…1024.</summary>
    public int MaxClients { get; init; } = IpcLimits.MaxClients;

    /// <summary>
    /// How long an audio message may wait for a client to read it. After that, this message and all queued behind it are dropped.
    /// </summary>
    public TimeSpan Budget { get; init; } = IpcLimits.Budget;

    /// <summary>Disconnect a client after this long without a message from it.</summary>
    public TimeSpan Silence { get; init; } = IpcLimits.Silence;

    internal void Validate()
    {
        if (MaxClients is < 1 or > 1024) throw Wrong($"{MaxClients.ToString(CultureInfo.InvariantCulture)} clients", "1…1024");
        if (Silence < TimeSpan.FromMilliseconds(500) || Silence > TimeSpan.FromMinutes(1))
        {
            throw Wrong(string.Create(CultureInfo.InvariantCulture, $"a silence of {Silence.TotalMilliseconds} ms"), "500…60000 ms");
        }

        if (Budget < TimeSpan.FromMilliseconds(1) || Budget > TimeSpan.FromMinutes(1))
        {
            throw Wrong(string.Create(CultureInfo.InvariantCulture, $"a budget of {Budget.TotalMilliseconds} ms"), "1…60000 ms");
        }
    }

    private static AudioException Wrong(string asked, string range) =>
        new(AudioErrorCode.InvalidArgument, asked, $"outside {range}", "Choose a value in the range");
}
