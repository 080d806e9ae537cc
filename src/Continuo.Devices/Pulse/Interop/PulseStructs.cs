using System.Runtime.InteropServices;

// Structures of libpulse's interface (pulse/sample.h, volume.h, def.h, introspect.h), with its field order and alignment. Where libpulse
// owns the memory, only the leading fields that are read are declared.
namespace Continuo.Devices.Pulse.Interop;

[StructLayout(LayoutKind.Sequential)]
internal struct SampleSpec
{
    public int Format;
    public uint Rate;
    public byte Channels;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ChannelMap
{
    public byte Channels;
    public fixed int Map[LibPulse.MaxChannels];
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ChannelVolume
{
    public byte Channels;
    public fixed uint Values[LibPulse.MaxChannels];
}

[StructLayout(LayoutKind.Sequential)]
internal struct BufferAttributes
{
    public uint MaxLength;
    public uint TargetLength;
    public uint PreBuffer;
    public uint MinRequest;
    public uint FragmentSize;
}

[StructLayout(LayoutKind.Sequential)]
internal struct TimingInfo
{
    public nint Seconds;
    public nint Microseconds;
    public int SynchronizedClocks;
    public ulong SinkMicroseconds;
    public ulong SourceMicroseconds;
    public ulong TransportMicroseconds;
    public int Playing;
    public int WriteIndexCorrupt;
    public long WriteIndex;
    public int ReadIndexCorrupt;
    public long ReadIndex;
    public ulong ConfiguredSinkMicroseconds;
    public ulong ConfiguredSourceMicroseconds;
    public long SinceUnderrun;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SinkInputInfo
{
    public uint Index;
    public byte* Name;
    public uint OwnerModule;
    public uint Client;
    public uint Sink;
    public SampleSpec Spec;
    public ChannelMap Map;
    public ChannelVolume Volume;
    public ulong BufferMicroseconds;
    public ulong SinkMicroseconds;
    public byte* ResampleMethod;
    public byte* Driver;
    public int Mute;
    public nint Properties;
    public int Corked;
    public int HasVolume;
    public int VolumeWritable;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SourceOutputInfo
{
    public uint Index;
    public byte* Name;
    public uint OwnerModule;
    public uint Client;
    public uint Source;
    public SampleSpec Spec;
    public ChannelMap Map;
    public ulong BufferMicroseconds;
    public ulong SourceMicroseconds;
    public byte* ResampleMethod;
    public byte* Driver;
    public nint Properties;
}

// pa_sink_info and pa_source_info have the same beginning; the source's "monitor" fields identify its sink.
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct EndpointInfo
{
    public byte* Name;
    public uint Index;
    public byte* Description;
    public SampleSpec Spec;
    public ChannelMap Map;
    public uint OwnerModule;
    public ChannelVolume Volume;
    public int Mute;
    public uint MonitorIndex;
    public byte* MonitorName;
    public ulong LatencyMicroseconds;
    public byte* Driver;
    public int Flags;
    public nint Properties;
    public ulong ConfiguredMicroseconds;
    public uint BaseVolume;
    public int State;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ClientInfo
{
    public uint Index;
    public byte* Name;
    public uint OwnerModule;
    public byte* Driver;
    public nint Properties;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ServerInfo
{
    public byte* UserName;
    public byte* HostName;
    public byte* Version;
    public byte* Name;
    public SampleSpec Spec;
    public byte* DefaultSink;
    public byte* DefaultSource;
    public uint Cookie;
}
