using System.Buffers.Binary;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>Parses a redundant payload (RFC 2198), oldest block first. Never reads outside the payload. Real-time-safe.</summary>
[RealTime]
internal ref struct RedReader
{
    private const int HeaderBytes = 4;

    private ReadOnlySpan<byte> _headers;
    private ReadOnlySpan<byte> _blocks;

    /// <summary>Parses the headers of a payload.</summary>
    /// <returns>Whether the headers are complete and consistent with its length.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out RedReader reader)
    {
        reader = default;
        var at = 0;
        var bytes = 0;
        while (at < payload.Length && payload[at] > 127)
        {
            if (at + HeaderBytes > payload.Length) return false;
            bytes += BinaryPrimitives.ReadUInt16BigEndian(payload[(at + 2)..]) & 0x3FF;
            at += HeaderBytes;
        }

        if (at >= payload.Length || bytes > payload.Length - at - 1) return false;
        reader = new RedReader { _headers = payload[..(at + 1)], _blocks = payload[(at + 1)..] };
        return true;
    }

    /// <summary>Reads the next block; the primary block comes last.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryRead(out RedBlock block)
    {
        block = default;
        if (_headers.IsEmpty) return false;
        var type = (byte)(_headers[0] & 127);
        if (_headers.Length == 1)
        {
            block = new RedBlock(type, 0, 0, _blocks);
            _headers = default;
            return true;
        }

        var fields = BinaryPrimitives.ReadUInt32BigEndian(_headers);
        var bytes = (int)(fields & 0x3FF);
        block = new RedBlock(type, (int)(fields >> 10 & 0x3FFF), (_headers.Length - 1) / HeaderBytes, _blocks[..bytes]);
        _headers = _headers[HeaderBytes..];
        _blocks = _blocks[bytes..];
        return true;
    }
}
