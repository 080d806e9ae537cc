using Continuo.Diagnostics;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// The payloads that were decoded last, by media time, so that a reader can forward a packet that it has just heard. On the reader's
/// thread; real-time-safe.
/// </summary>
/// <param name="maxPayload">Maximum payload length in bytes.</param>
internal sealed class PacketMemory(int maxPayload)
{
    private const int Count = 16; // more than are decoded ahead

    private readonly byte[] _payloads = new byte[Count * maxPayload];
    private readonly (long MediaTime, int Frames, int Bytes)[] _packets = new (long, int, int)[Count];
    private int _next;

    /// <summary>Keeps a payload, in the place of the oldest.</summary>
    [RealTime]
    public void Keep(long mediaTime, int frames, ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(_payloads.AsSpan(_next * maxPayload, maxPayload));
        _packets[_next] = (mediaTime, frames, payload.Length);
        _next = (_next + 1) % Count;
    }

    /// <summary>Finds the payload of the packet of <paramref name="frames"/> frames that begins within as many frames.</summary>
    [RealTime]
    public bool TryFind(long mediaTime, int frames, out ReadOnlySpan<byte> payload)
    {
        for (var i = 0; i < Count; i++)
        {
            var into = _packets[i].MediaTime - mediaTime;
            if (into < 0 || into >= frames || _packets[i].Frames != frames) continue;
            payload = _payloads.AsSpan(i * maxPayload, _packets[i].Bytes);
            return true;
        }

        payload = default;
        return false;
    }
}
