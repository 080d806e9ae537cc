// Feeds a speech recogniser: 16 kHz mono PCM (s16le) on standard output, a tenth of a second at a time.
// TranscriptionFeed device: | recogniser --rate 16000 -      TranscriptionFeed app:zoom > call.pcm
using Continuo.Audio;
using Continuo.Hosting;

if (args.Length != 1)
{
    Console.Error.WriteLine("Usage: TranscriptionFeed ADDRESS");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

try
{
    await using var pcm = Sound.OpenPcm(args[0], sampleRate: 16_000, channels: 1); // resampled and mixed down
    await using var output = Console.OpenStandardOutput();
    var block = new byte[16_000 / 10 * pcm.Format.FrameBytes];
    var total = 0L;
    while (await pcm.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, stop.Token) is > 0 and var bytes)
    {
        await output.WriteAsync(block.AsMemory(0, bytes)); // or: recogniser.Accept(block, bytes)
        total += bytes;
    }

    Console.Error.WriteLine($"{total / pcm.Format.FrameBytes} frames");
    return 0;
}
catch (OperationCanceledException)
{
    return 0;
}
catch (AudioException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
