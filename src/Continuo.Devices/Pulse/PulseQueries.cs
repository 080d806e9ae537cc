using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Devices.Pulse.Interop;

namespace Continuo.Devices.Pulse;

/// <summary>
/// Queries the server. Answers arrive in callbacks on the thread that runs the loop and are collected in a list; not part of the audio
/// path.
/// </summary>
internal static unsafe class PulseQueries
{
    public static PulseServer Server(PulseConnection connection, string asked) =>
        Collect<PulseServer>(connection, asked, state => LibPulse.GetServerInfo(connection.Context, &OnServer, state)) is [var server, ..]
            ? server
            : throw PulseConnection.Unavailable(asked, $"the audio server at {connection.ServerName} does not identify itself");

    public static List<PulseSinkInput> SinkInputs(PulseConnection connection, string asked) =>
        Collect<PulseSinkInput>(connection, asked, state => LibPulse.GetSinkInputs(connection.Context, &OnSinkInput, state));

    public static List<PulseClient> Clients(PulseConnection connection, string asked) =>
        Collect<PulseClient>(connection, asked, state => LibPulse.GetClients(connection.Context, &OnClient, state));

    public static List<PulseEndpoint> Sinks(PulseConnection connection, string asked) =>
        Collect<PulseEndpoint>(connection, asked, state => LibPulse.GetSinks(connection.Context, &OnSink, state));

    public static List<PulseEndpoint> Sources(PulseConnection connection, string asked) =>
        Collect<PulseEndpoint>(connection, asked, state => LibPulse.GetSources(connection.Context, &OnSource, state));

    public static List<PulseSourceOutput> SourceOutputs(PulseConnection connection, string asked) =>
        Collect<PulseSourceOutput>(connection, asked, state => LibPulse.GetSourceOutputs(connection.Context, &OnSourceOutput, state));

    /// <summary>Queries all sinks without waiting.</summary>
    public static void BeginSinks(PulseConnection connection, GCHandle list) =>
        Release(LibPulse.GetSinks(connection.Context, &OnSink, GCHandle.ToIntPtr(list)));

    /// <summary>Queries all sources without waiting.</summary>
    public static void BeginSources(PulseConnection connection, GCHandle list) =>
        Release(LibPulse.GetSources(connection.Context, &OnSource, GCHandle.ToIntPtr(list)));

    /// <summary>Queries all source outputs without waiting.</summary>
    /// <returns>The operation, which the caller releases; 0 if the connection is lost.</returns>
    public static nint BeginSourceOutputs(PulseConnection connection, GCHandle list) =>
        LibPulse.GetSourceOutputs(connection.Context, &OnSourceOutput, GCHandle.ToIntPtr(list));

    /// <summary>
    /// Queries one sink input without waiting; the answer is added to the <see cref="List{T}"/> behind the handle <paramref name="list"/>.
    /// </summary>
    public static void BeginSinkInput(PulseConnection connection, uint index, GCHandle list) =>
        Release(LibPulse.GetSinkInput(connection.Context, index, &OnSinkInput, GCHandle.ToIntPtr(list)));

    /// <summary>Queries all sink inputs without waiting.</summary>
    public static void BeginSinkInputs(PulseConnection connection, GCHandle list) =>
        Release(LibPulse.GetSinkInputs(connection.Context, &OnSinkInput, GCHandle.ToIntPtr(list)));

    /// <summary>Queries one client without waiting.</summary>
    public static void BeginClient(PulseConnection connection, uint index, GCHandle list) =>
        Release(LibPulse.GetClient(connection.Context, index, &OnClient, GCHandle.ToIntPtr(list)));

    /// <summary>Queries the server's defaults without waiting.</summary>
    public static void BeginServer(PulseConnection connection, GCHandle list) =>
        Release(LibPulse.GetServerInfo(connection.Context, &OnServer, GCHandle.ToIntPtr(list)));

    private static void Release(nint operation)
    {
        if (operation != 0) LibPulse.OperationUnref(operation);
    }

    private static List<T> Collect<T>(PulseConnection connection, string asked, Func<nint, nint> start)
    {
        var list = new List<T>();
        var handle = GCHandle.Alloc(list);
        try
        {
            connection.Run(start(GCHandle.ToIntPtr(handle)), asked);
        }
        finally
        {
            handle.Free();
        }

        return list;
    }

    private static void Add<T>(nint state, T item) => (GCHandle.FromIntPtr(state).Target as List<T>)?.Add(item);

    private static PulseOwner OwnerOf(nint properties)
    {
        var text = LibPulse.Property(properties, "application.process.id") ?? LibPulse.Property(properties, "pipewire.sec.pid");
        _ = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pid);
        return new PulseOwner(pid, LibPulse.Property(properties, "application.process.binary"),
            LibPulse.Property(properties, "application.name"));
    }

    // PipeWire marks the ends of a filter with a property. PulseAudio's filters are modules, whose streams belong to no client.
    private static string? GroupOf(nint properties, uint client, uint module) =>
        LibPulse.Property(properties, "node.link-group")
        ?? (client == LibPulse.InvalidIndex && module != LibPulse.InvalidIndex
            ? string.Create(CultureInfo.InvariantCulture, $"module {module}")
            : null);

    private static AudioFormat? FormatOf(in SampleSpec spec, in ChannelMap map) =>
        spec.Rate is >= AudioFormat.MinSampleRate and <= AudioFormat.MaxSampleRate && spec.Channels is > 0 and <= LibPulse.MaxChannels
            && map.Channels == spec.Channels
            ? new AudioFormat((int)spec.Rate, PulseChannels.LayoutOf(map))
            : null;

    private static double LoudestOf(in ChannelVolume volume)
    {
        var loudest = 0u;
        for (var i = 0; i < Math.Min((int)volume.Channels, LibPulse.MaxChannels); i++) loudest = Math.Max(loudest, volume.Values[i]);
        return loudest / (double)LibPulse.VolumeNorm;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnServer(nint context, ServerInfo* info, nint state)
    {
        if (info == null) return;
        Add(state, new PulseServer(
            LibPulse.Text(info->Name) ?? "pulseaudio", LibPulse.Text(info->Version) ?? "", LibPulse.Text(info->DefaultSink),
                LibPulse.Text(info->DefaultSource)));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSinkInput(nint context, SinkInputInfo* info, int end, nint state)
    {
        if (end != 0 || info == null) return;
        Add(state, new PulseSinkInput(
            info->Index,
            LibPulse.Text(info->Name) ?? "",
            info->Client,
            info->Sink,
            OwnerOf(info->Properties),
            info->Corked != 0,
            info->Mute != 0,
            info->HasVolume != 0 ? LoudestOf(info->Volume) : null,
            info->Volume.Channels,
            FormatOf(info->Spec, info->Map))
        {
            Group = GroupOf(info->Properties, info->Client, info->OwnerModule),
        });
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSourceOutput(nint context, SourceOutputInfo* info, int end, nint state)
    {
        if (end != 0 || info == null) return;
        Add(state, new PulseSourceOutput(info->Index, info->Source, GroupOf(info->Properties, info->Client, info->OwnerModule)));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnClient(nint context, ClientInfo* info, int end, nint state)
    {
        if (end != 0 || info == null) return;
        Add(state, new PulseClient(info->Index, LibPulse.Text(info->Name) ?? "", OwnerOf(info->Properties)));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSink(nint context, EndpointInfo* info, int end, nint state) => AddEndpoint(info, end, state, isSource: false);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSource(nint context, EndpointInfo* info, int end, nint state) => AddEndpoint(info, end, state, isSource: true);

    private static void AddEndpoint(EndpointInfo* info, int end, nint state, bool isSource)
    {
        if (end != 0 || info == null) return;
        var name = LibPulse.Text(info->Name) ?? "";
        Add(state, new PulseEndpoint(
            info->Index,
            name,
            LibPulse.Text(info->Description) ?? name,
            isSource,
            LibPulse.Text(info->MonitorName),
            FormatOf(info->Spec, info->Map),
            info->State == LibPulse.StateSuspended)
        {
            Group = GroupOf(info->Properties, LibPulse.InvalidIndex, info->OwnerModule),
        });
    }
}
