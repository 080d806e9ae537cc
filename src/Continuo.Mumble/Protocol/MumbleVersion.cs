namespace Continuo.Mumble.Protocol;

/// <summary>Version of a Mumble program, in both encodings of the protocol. Immutable.</summary>
internal readonly record struct MumbleVersion(ushort Major, ushort Minor, ushort Patch)
{
    /// <summary>The version that Continuo announces: the first with the Protobuf voice layout.</summary>
    public static readonly MumbleVersion Own = new(1, 5, 0);

    /// <summary>Whether voice packets have the Protobuf layout (1.5) if both sides do.</summary>
    public bool HasProtobufVoice => Major > 1 || (Major == 1 && Minor >= 5);

    /// <summary>Reads a message; the newer encoding takes precedence.</summary>
    public static MumbleVersion Of(VersionMessage message)
    {
        if (message.HasVersionV2)
        {
            var v2 = message.VersionV2;
            return new((ushort)(v2 >> 48), (ushort)(v2 >> 32), (ushort)(v2 >> 16));
        }

        var v1 = message.VersionV1;
        return new((ushort)(v1 >> 16), (byte)(v1 >> 8), (byte)v1);
    }

    /// <summary>Creates the message.</summary>
    public VersionMessage ToMessage() => new()
    {
        VersionV1 = ((uint)Major << 16) | ((uint)Math.Min((ushort)255, Minor) << 8) | Math.Min((ushort)255, Patch),
        VersionV2 = ((ulong)Major << 48) | ((ulong)Minor << 32) | ((ulong)Patch << 16),
        Release = "Continuo",
        Os = OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "macOS" : "Linux",
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Major}.{Minor}.{Patch}";
}
