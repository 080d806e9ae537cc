using System.Text;

namespace Continuo.Pipes;

/// <summary>Continuously reads the standard error of a process and keeps the last 2 KiB. Thread-safe.</summary>
internal sealed class TextTail
{
    private readonly byte[] _ring = new byte[2048];
    private readonly Lock _lock = new();
    private readonly Thread _thread;
    private long _written;

    public TextTail(Stream stream)
    {
        _thread = new Thread(() => Drain(stream)) { IsBackground = true, Name = "continuo stderr" };
        _thread.Start();
    }

    /// <summary>The last non-empty line, once the stream has ended or after <paramref name="timeout"/>; empty if there is none.</summary>
    public string LastLine(TimeSpan timeout)
    {
        _thread.Join(timeout);
        lock (_lock)
        {
            var kept = (int)Math.Min(_written, _ring.Length);
            var bytes = new byte[kept];
            for (var i = 0; i < kept; i++) bytes[i] = _ring[(_written - kept + i) % _ring.Length];
            var lines = Encoding.UTF8.GetString(bytes).Split(['\n', '\r'],
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return lines.Length == 0 ? "" : new string([.. lines[^1].Where(c => !char.IsControl(c)).Take(300)]);
        }
    }

    private void Drain(Stream stream)
    {
        var buffer = new byte[1024];
        using var _ = stream;
        try
        {
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                lock (_lock)
                {
                    for (var i = 0; i < read; i++) _ring[_written++ % _ring.Length] = buffer[i];
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process was abandoned.
        }
    }
}
