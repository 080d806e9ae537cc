using System.Buffers.Binary;
using System.Net;
using Continuo.Codecs.SoundFiles;
using Continuo.Server;
using Continuo.Server.Options;
using Continuo.Streams;

namespace Continuo.Page.Tests.Support;

/// <summary>A real server with one stream, <c>tones</c>: 440 Hz on the left, 660 Hz on the right, −12 dBFS each, without end.</summary>
internal sealed class ToneServer : IAsyncDisposable
{
    public const double LevelDb = -12.04;
    private static readonly Lazy<string> Tones = new(WriteTones);
    private readonly ServerHost _host;

    private ToneServer(ServerHost host) => _host = host;

    public Uri Address => _host.Addresses[0];

    public ServerHost Host => _host;

    public static async Task<ToneServer> StartAsync(int port = 0, bool withStream = true)
    {
        var options = new ServerOptions
        {
            Listen = [new IPEndPoint(IPAddress.Loopback, port)],
            PublicNames = [Chromium.PlainName],
            RecordingsDirectory = Path.Combine(PageTools.Artifacts, "page-tools", "recordings"),
        };
        var host = ServerHost.Create(options, new AudioSystem().UseSoundFiles());
        if (withStream) host.Audio.OpenStream("tones", $"file:{TonesFile()}?loop");
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new ToneServer(host);
    }

    public Uri At(string path) => new(Address, path);

    /// <summary>
    /// A WAV file with whole periods of both tones, so that its loop has no seam. Written once: other tests are playing it.
    /// </summary>
    public static string TonesFile() => Tones.Value;

    private static string WriteTones()
    {
        const int frames = 48_000;
        var path = Path.Combine(PageTools.Artifacts, "page-tools", $"tones-{Environment.ProcessId}.wav");
        var bytes = new byte[44 + frames * 4];
        "RIFF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        "WAVEfmt "u8.CopyTo(bytes.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(22), 2);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), 48_000);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(28), 192_000);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(32), 4);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(34), 16);
        "data"u8.CopyTo(bytes.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), frames * 4);
        for (var i = 0; i < frames; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(44 + i * 4), Sample(440, i));
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(46 + i * 4), Sample(660, i));
        }

        File.WriteAllBytes(path, bytes);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
    }

    private static short Sample(double frequency, int frame) =>
        (short)Math.Round(0.25 * short.MaxValue * Math.Sin(2 * Math.PI * frequency * frame / 48_000));
}
