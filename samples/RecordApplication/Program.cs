// Records what one application plays, and nothing else: RecordApplication app:firefox take.wav [seconds]
// Ctrl-C finishes the file. The kind of file follows from its name: .wav, .flac, .ogg, .opus.
using System.Globalization;
using Continuo.Audio;
using Continuo.Hosting;

if (args.Length is < 2 or > 3)
{
    Console.Error.WriteLine("Usage: RecordApplication ADDRESS FILE [SECONDS]");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true; // the recording ends in order, then the program
    stop.Cancel();
};

TimeSpan? duration = args.Length == 3 ? TimeSpan.FromSeconds(double.Parse(args[2], CultureInfo.InvariantCulture)) : null;
try
{
    var result = await Sound.RecordAsync(args[0], args[1], duration, stop: stop.Token);
    Console.WriteLine($"{args[1]}: {result.Frames} frames, {result.GapFrames} of them missing"
        + (result.HeardNothing ? "; nothing was heard" : ""));
    return 0;
}
catch (AudioException e)
{
    Console.Error.WriteLine(e.Message); // what was asked, what happened, what to do
    return 1;
}
