using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Hosting;
using Continuo.Server.Access;
using Continuo.Server.Http;
using Continuo.Server.Options;
using Continuo.Server.Sessions;
using Continuo.Sinks;

namespace Continuo.Server.Listening;

/// <summary>
/// <c>GET /listen/{stream}.ogg</c> and <c>.wav</c>: an endless response for mpv, VLC, ffplay and <c>&lt;audio&gt;</c>. It begins with 200
/// ms of the past at most: a player buffers by itself, and what it is given at the beginning is its delay for ever.
/// </summary>
internal static class HttpListenEndpoints
{
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(200);

    public static void MapHttpListen(this IEndpointRouteBuilder app) =>
        app.MapMethods("/listen/{file}", [HttpMethods.Get, HttpMethods.Head], (RequestDelegate)ListenAsync)
            .RequireRole(AccessRole.Listen, isEmbeddable: true);

    private static async Task ListenAsync(HttpContext context)
    {
        var file = (string)context.GetRouteValue("file")!;
        var isOgg = file.EndsWith(".ogg", StringComparison.OrdinalIgnoreCase);
        if (!isOgg && !file.EndsWith(".wav", StringComparison.OrdinalIgnoreCase))
        {
            throw new ProblemException(Problems.NotFound($"There is no {file}.", "Listen at NAME.ogg or NAME.wav."));
        }

        var name = file[..^4];
        var services = context.RequestServices;
        var stream = services.GetRequiredService<AudioHost>().GetStream(name);
        var headers = context.Response.Headers;
        context.Response.ContentType = isOgg ? "audio/ogg; codecs=opus" : "audio/wav";
        headers.CacheControl = "no-store";
        headers.AcceptRanges = "none";
        headers["icy-name"] = name;
        headers["Cross-Origin-Resource-Policy"] = headers.AccessControlAllowOrigin.Count > 0 ? "cross-origin" : "same-origin";
        if (HttpMethods.IsHead(context.Request.Method)) return;

        using var reader = services.GetRequiredService<StreamEncodings>()
            .Open(stream, isOgg ? EncodingSettings.FromQuery(context.Request.Query) : EncodingSettings.Pcm, BurstOf(context.Request.Query));
        var sessions = services.GetRequiredService<SessionTable>();
        var session = new ListenerSession(context, SessionKind.Http, name, reader, services.GetRequiredService<TimeProvider>().GetUtcNow());
        sessions.Add(session);
        try
        {
            await (isOgg ? SendOggAsync(context, reader, name) : SendWavAsync(context, reader)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The listener has gone.
        }
        finally
        {
            sessions.Remove(session);
            session.Ended();
        }
    }

    /// <summary>A client that measures its delay asks for <c>burst=0</c>: what it gets then begins when it asks.</summary>
    private static TimeSpan BurstOf(IQueryCollection query) =>
        TimeSpan.FromMilliseconds(
            Math.Clamp(EncodingSettings.Number(query, "burst", (int)Burst.TotalMilliseconds), 0, Burst.TotalMilliseconds));

    private static async Task SendOggAsync(HttpContext context, EncodingReader reader, string title)
    {
        var pages = new OggOpusPages(reader.Encoding.Format, title, (uint)Random.Shared.Next());
        var packet = new byte[reader.Encoding.MaxPacketBytes];
        var page = new byte[packet.Length + OggOpusPages.Overhead];
        await context.Response.Body.WriteAsync(pages.Head(), context.RequestAborted).ConfigureAwait(false);
        await SendAsync(context, reader, packet, p => page.AsMemory(0, pages.Write(packet.AsSpan(0, p.Length), p.Frames, page)))
            .ConfigureAwait(false);
    }

    private static async Task SendWavAsync(HttpContext context, EncodingReader reader)
    {
        var pcm = new PcmFormat(SampleType.S16, reader.Encoding.Format);
        var head = new byte[WavHeader.LengthOf(pcm)];
        WavHeader.Write(head, pcm, WavHeader.UnknownFrames);
        var packet = new byte[reader.Encoding.MaxPacketBytes];
        await context.Response.Body.WriteAsync(head, context.RequestAborted).ConfigureAwait(false);
        await SendAsync(context, reader, packet, p => LittleEndian(packet.AsMemory(0, p.Length))).ConfigureAwait(false);
    }

    private static Memory<byte> LittleEndian(Memory<byte> samples)
    {
        var values = MemoryMarshal.Cast<byte, short>(samples.Span);
        BinaryPrimitives.ReverseEndianness(values, values);
        return samples;
    }

    private static async Task SendAsync(
        HttpContext context, EncodingReader reader, byte[] packet, Func<EncodedPacket, ReadOnlyMemory<byte>> frame)
    {
        var (body, aborted) = (context.Response.Body, context.RequestAborted);
        await body.FlushAsync(aborted).ConfigureAwait(false);
        await using var abortion = aborted.UnsafeRegister(static r => ((EncodingReader)r!).Dispose(), reader).ConfigureAwait(false);
        while (await reader.WaitAsync().ConfigureAwait(false))
        {
            while (reader.TryRead(packet, out var read)) await body.WriteAsync(frame(read), aborted).ConfigureAwait(false);
            await body.FlushAsync(aborted).ConfigureAwait(false);
        }
    }
}
