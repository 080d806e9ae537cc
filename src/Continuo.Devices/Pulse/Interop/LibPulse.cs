using System.Runtime.InteropServices;
using Continuo.Diagnostics;
using Continuo.Interop;

namespace Continuo.Devices.Pulse.Interop;

/// <summary>The used part of libpulse's client interface. Loaded when first needed.</summary>
internal static unsafe partial class LibPulse
{
    public const int MaxChannels = 32;
    public const uint InvalidIndex = uint.MaxValue;
    public const int Float32LittleEndian = 5;
    public const uint VolumeNorm = 0x10000;

    public const int ContextReady = 4;
    public const int ContextFailed = 5;
    public const int StreamCreating = 1;
    public const int StreamReady = 2;
    public const int StateSuspended = 2;
    public const int OperationRunning = 0;
    public const int NoAutospawn = 1;

    public const int StartCorked = 0x0001;
    public const int InterpolateTiming = 0x0002;
    public const int AutoTimingUpdate = 0x0008;
    public const int DontMove = 0x0200;
    public const int AdjustLatency = 0x2000;

    private const string FileName = "libpulse.so.0";

    /// <summary>The library, loaded on first use.</summary>
    public static readonly NativeDependency Library = new(FileName, "libpulse0");

    public static string? Text(byte* text) => Marshal.PtrToStringUTF8((nint)text);

    public static string? Property(nint properties, string key) => properties == 0 ? null : Text(PropertyGet(properties, key));

    [LibraryImport(FileName, EntryPoint = "pa_mainloop_new")]
    public static partial nint MainLoopNew();

    [LibraryImport(FileName, EntryPoint = "pa_mainloop_free")]
    public static partial void MainLoopFree(nint loop);

    [LibraryImport(FileName, EntryPoint = "pa_mainloop_get_api")]
    public static partial nint MainLoopApi(nint loop);

    [LibraryImport(FileName, EntryPoint = "pa_mainloop_prepare")]
    public static partial int MainLoopPrepare(nint loop, int microseconds);

    [LibraryImport(FileName, EntryPoint = "pa_mainloop_poll")]
    public static partial int MainLoopPoll(nint loop);

    [LibraryImport(FileName, EntryPoint = "pa_mainloop_dispatch")]
    public static partial int MainLoopDispatch(nint loop);

    [LibraryImport(FileName, EntryPoint = "pa_mainloop_wakeup")]
    public static partial void MainLoopWakeUp(nint loop);

    [LibraryImport(FileName, EntryPoint = "pa_context_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ContextNew(nint api, string name);

    [LibraryImport(FileName, EntryPoint = "pa_context_connect", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ContextConnect(nint context, string? server, int flags, nint spawnApi);

    [LibraryImport(FileName, EntryPoint = "pa_context_disconnect")]
    public static partial void ContextDisconnect(nint context);

    [LibraryImport(FileName, EntryPoint = "pa_context_unref")]
    public static partial void ContextUnref(nint context);

    [LibraryImport(FileName, EntryPoint = "pa_context_get_state")]
    public static partial int ContextState(nint context);

    [LibraryImport(FileName, EntryPoint = "pa_context_errno")]
    public static partial int ContextErrno(nint context);

    [LibraryImport(FileName, EntryPoint = "pa_context_get_index")]
    public static partial uint ContextIndex(nint context);

    [LibraryImport(FileName, EntryPoint = "pa_strerror")]
    public static partial byte* ErrorText(int error);

    [LibraryImport(FileName, EntryPoint = "pa_context_set_subscribe_callback")]
    public static partial void SetSubscribeCallback(
        nint context,
        delegate* unmanaged[Cdecl]<nint,
        int,
        uint,
        nint,
        void> callback,
        nint state);

    [LibraryImport(FileName, EntryPoint = "pa_context_subscribe")]
    public static partial nint Subscribe(nint context, int mask, nint callback, nint state);

    [LibraryImport(FileName, EntryPoint = "pa_operation_get_state")]
    public static partial int OperationState(nint operation);

    [LibraryImport(FileName, EntryPoint = "pa_operation_cancel")]
    public static partial void OperationCancel(nint operation);

    [LibraryImport(FileName, EntryPoint = "pa_operation_unref")]
    public static partial void OperationUnref(nint operation);

    [LibraryImport(FileName, EntryPoint = "pa_context_get_server_info")]
    public static partial nint GetServerInfo(nint context, delegate* unmanaged[Cdecl]<nint, ServerInfo*, nint, void> callback, nint state);

    [LibraryImport(FileName, EntryPoint = "pa_context_get_sink_info_list")]
    public static partial nint GetSinks(
        nint context,
        delegate* unmanaged[Cdecl]<nint,
        EndpointInfo*,
        int,
        nint,
        void> callback,
        nint state);

    [LibraryImport(FileName, EntryPoint = "pa_context_get_source_info_list")]
    public static partial nint GetSources(
        nint context,
        delegate* unmanaged[Cdecl]<nint,
        EndpointInfo*,
        int,
        nint,
        void> callback,
        nint state);

    [LibraryImport(FileName, EntryPoint = "pa_context_get_source_output_info_list")]
    public static partial nint GetSourceOutputs(
        nint context,
        delegate* unmanaged[Cdecl]<nint,
        SourceOutputInfo*,
        int,
        nint,
        void> callback,
        nint state);

    [LibraryImport(FileName, EntryPoint = "pa_context_get_sink_input_info_list")]
    public static partial nint GetSinkInputs(
        nint context,
        delegate* unmanaged[Cdecl]<nint,
        SinkInputInfo*,
        int,
        nint,
        void> callback,
        nint state);

    [LibraryImport(FileName, EntryPoint = "pa_context_get_sink_input_info")]
    public static partial nint GetSinkInput(
        nint context,
        uint index,
        delegate* unmanaged[Cdecl]<nint,
        SinkInputInfo*,
        int,
        nint,
        void> callback,
        nint state);

    [LibraryImport(FileName, EntryPoint = "pa_context_get_client_info_list")]
    public static partial nint GetClients(
        nint context,
        delegate* unmanaged[Cdecl]<nint,
        ClientInfo*,
        int,
        nint,
        void> callback,
        nint state);

    [LibraryImport(FileName, EntryPoint = "pa_context_get_client_info")]
    public static partial nint GetClient(
        nint context,
        uint index,
        delegate* unmanaged[Cdecl]<nint,
        ClientInfo*,
        int,
        nint,
        void> callback,
        nint state);

    [LibraryImport(FileName, EntryPoint = "pa_context_set_sink_input_volume")]
    public static partial nint SetSinkInputVolume(
        nint context,
        uint index,
        ChannelVolume* volume,
        delegate* unmanaged[Cdecl]<nint,
        int,
        nint,
        void> callback,
        nint state);

    [LibraryImport(FileName, EntryPoint = "pa_context_set_sink_input_mute")]
    public static partial nint SetSinkInputMute(
        nint context,
        uint index,
        int mute,
        delegate* unmanaged[Cdecl]<nint,
        int,
        nint,
        void> callback,
        nint state);

    [LibraryImport(FileName, EntryPoint = "pa_proplist_gets", StringMarshalling = StringMarshalling.Utf8)]
    private static partial byte* PropertyGet(nint properties, string key);

    [LibraryImport(FileName, EntryPoint = "pa_proplist_new")]
    public static partial nint PropertiesNew();

    [LibraryImport(FileName, EntryPoint = "pa_proplist_sets", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int PropertySet(nint properties, string key, string value);

    [LibraryImport(FileName, EntryPoint = "pa_proplist_free")]
    public static partial void PropertiesFree(nint properties);

    [LibraryImport(FileName, EntryPoint = "pa_stream_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint StreamNew(nint context, string name, SampleSpec* spec, ChannelMap* map);

    [LibraryImport(FileName, EntryPoint = "pa_stream_new_with_proplist", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint StreamNew(nint context, string name, SampleSpec* spec, ChannelMap* map, nint properties);

    [LibraryImport(FileName, EntryPoint = "pa_stream_unref")]
    public static partial void StreamUnref(nint stream);

    [LibraryImport(FileName, EntryPoint = "pa_stream_disconnect")]
    public static partial int StreamDisconnect(nint stream);

    [LibraryImport(FileName, EntryPoint = "pa_stream_get_state")]
    [RealTime]
    public static partial int StreamState(nint stream);

    [LibraryImport(FileName, EntryPoint = "pa_stream_is_suspended")]
    [RealTime]
    public static partial int StreamIsSuspended(nint stream);

    [LibraryImport(FileName, EntryPoint = "pa_stream_get_device_name")]
    public static partial byte* StreamDeviceName(nint stream);

    [LibraryImport(FileName, EntryPoint = "pa_stream_get_buffer_attr")]
    public static partial BufferAttributes* StreamBuffer(nint stream);

    [LibraryImport(FileName, EntryPoint = "pa_stream_set_monitor_stream")]
    public static partial int StreamSetMonitor(nint stream, uint sinkInput);

    [LibraryImport(FileName, EntryPoint = "pa_stream_connect_record", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StreamConnectRecord(nint stream, string? device, BufferAttributes* attributes, int flags);

    [LibraryImport(FileName, EntryPoint = "pa_stream_connect_playback", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StreamConnectPlayback(
        nint stream,
        string? device,
        BufferAttributes* attributes,
        int flags,
        ChannelVolume* volume,
        nint syncStream);

    [LibraryImport(FileName, EntryPoint = "pa_stream_readable_size")]
    [RealTime]
    public static partial nuint StreamReadable(nint stream);

    [LibraryImport(FileName, EntryPoint = "pa_stream_peek")]
    [RealTime]
    public static partial int StreamPeek(nint stream, float** data, nuint* bytes);

    [LibraryImport(FileName, EntryPoint = "pa_stream_drop")]
    [RealTime]
    public static partial int StreamDrop(nint stream);

    [LibraryImport(FileName, EntryPoint = "pa_stream_writable_size")]
    public static partial nuint StreamWritable(nint stream);

    [LibraryImport(FileName, EntryPoint = "pa_stream_write")]
    public static partial int StreamWrite(nint stream, float* data, nuint bytes, nint free, long offset, int seek);

    [LibraryImport(FileName, EntryPoint = "pa_stream_set_buffer_attr")]
    public static partial nint StreamSetBuffer(
        nint stream,
        BufferAttributes* attributes,
        delegate* unmanaged[Cdecl]<nint,
        int,
        nint,
        void> callback,
        nint state);

    [LibraryImport(FileName, EntryPoint = "pa_stream_drain")]
    public static partial nint StreamDrain(nint stream, delegate* unmanaged[Cdecl]<nint, int, nint, void> callback, nint state);

    [LibraryImport(FileName, EntryPoint = "pa_stream_get_underflow_index")]
    public static partial long StreamUnderflowIndex(nint stream);

    [LibraryImport(FileName, EntryPoint = "pa_stream_set_underflow_callback")]
    public static partial void StreamSetUnderflowCallback(nint stream, delegate* unmanaged[Cdecl]<nint, nint, void> callback, nint state);

    [LibraryImport(FileName, EntryPoint = "pa_stream_get_timing_info")]
    [RealTime]
    public static partial TimingInfo* StreamTiming(nint stream);

    [LibraryImport(FileName, EntryPoint = "pa_stream_get_latency")]
    public static partial int StreamLatency(nint stream, ulong* microseconds, int* negative);

    [LibraryImport(FileName, EntryPoint = "pa_stream_update_timing_info")]
    public static partial nint StreamUpdateTiming(nint stream, nint callback, nint state);
}
